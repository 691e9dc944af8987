import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.data.AnswerDataFactory;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.storage.StorageManager;
import org.javarosa.core.services.storage.util.DummyIndexedStorageUtility;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;

/** The deeds of a benchmark, done by JavaRosa, the engine within ODK Collect and ODK Validate. */
public class FormBench {
  /** Takes the time of deeds: of this thread alone, so that neither compiling nor collecting garbage counts. */
  static final Map<String, List<double[]>> took = new LinkedHashMap<>();

  interface Deed {
    void run() throws Exception;
  }

  static void timed(String name, Deed deed) throws Exception {
    double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    double wall = System.nanoTime() / 1e6;
    deed.run();
    double[] spent = {
      ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6 - cpu, System.nanoTime() / 1e6 - wall
    };
    took.computeIfAbsent(name, key -> new ArrayList<>()).add(spent);
  }

  static double median(List<double[]> some, int part) {
    double[] sorted = some.stream().mapToDouble(spent -> spent[part]).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  public static void main(String[] words) throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode plan = json.readTree(new File(words[0]));
    StorageManager.setStorageFactory((name, type) -> new DummyIndexedStorageUtility<>());
    new XFormsModule().registerModule();
    offer(plan.get("folder").asText());
    FormDef[] form = new FormDef[1];
    String xml = Files.readString(Path.of(plan.get("xform").asText()));
    timed("load", () -> {
      form[0] = new XFormParser(new StringReader(xml)).parse();
      form[0].initialize(true, new InstanceInitializationFactory());
    });
    String shown = plan.get("choices").asText();
    for (JsonNode said : plan.get("before")) {
      answer(form[0], said.get(0).asText(), said.get(1).asText(), shown);
    }
    for (JsonNode said : plan.get("answers")) {
      timed("answer", () -> answer(form[0], said.get(0).asText(), said.get(1).asText(), shown));
    }
    if (!plan.get("roster").asText().isEmpty()) {
      grow(form[0], plan.get("instances").asInt());
    }
    if (plan.get("validates").asBoolean()) {
      timed("validate", () -> form[0].validate());
    }
    ObjectNode told = json.createObjectNode();
    took.forEach((name, some) -> {
      ArrayNode spent = told.putArray(name);
      spent.add(median(some, 0)).add(median(some, 1));
    });
    IAnswerData value = element(form[0], plan.get("check").asText()).getValue();
    told.put("check", value == null ? "" : value.uncast().getString());
    System.out.println(json.writeValueAsString(told));
  }

  static TreeReference ref(FormDef form, String path) {
    TreeReference ref = org.javarosa.test.Scenario.getRef(path);
    return form.getEvaluationContext().expandReference(ref).get(0);
  }

  static TreeElement element(FormDef form, String path) {
    return form.getMainInstance().resolveReference(ref(form, path));
  }

  static void answer(FormDef form, String path, String text, String shown) {
    TreeReference ref = ref(form, path);
    form.setValue(read(form, form.getMainInstance().resolveReference(ref), text), ref, true);
    if (!shown.isEmpty()) {
      TreeReference other = ref(form, shown);
      FormDef.findQuestionByRef(other, form).getDynamicChoices().getChoices(form, other);
    }
  }

  static IAnswerData read(FormDef form, TreeElement element, String text) {
    QuestionDef question = FormDef.findQuestionByRef(element.getRef(), form);
    if (question.getControlType() == Constants.CONTROL_SELECT_ONE) {
      return new SelectOneData(new Selection(text));
    }
    if (question.getControlType() == Constants.CONTROL_SELECT_MULTI) {
      List<Selection> chosen = new ArrayList<>();
      for (String value : text.split(" ")) {
        chosen.add(new Selection(value));
      }
      return new MultipleItemsData(chosen);
    }
    return AnswerDataFactory.templateByDataType(element.getDataType()).cast(new UncastData(text));
  }

  /** Add instances to the first repeat of the form: up to so many, and then some with the watch running. */
  static void grow(FormDef form, int instances) throws Exception {
    FormEntryController controller = new FormEntryController(new FormEntryModel(form));
    for (int at = 1; at < instances + 5; at++) {
      controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
      int event;
      do {
        event = controller.stepToNextEvent();
      } while (event != FormEntryController.EVENT_PROMPT_NEW_REPEAT);
      if (at < instances) {
        controller.newRepeat();
      } else {
        timed("add", controller::newRepeat);
      }
    }
  }

  /** Let the form find its files in a folder. */
  static void offer(String folder) {
    ReferenceManager.instance().addReferenceFactory(new PrefixedRootFactory(new String[] {"file", "file-csv"}) {
      @Override
      protected Reference factory(String name, String uri) {
        return new FileReference(Path.of(folder, name.substring(name.lastIndexOf('/') + 1)), uri);
      }
    });
  }

  /** A file that a form names. */
  static class FileReference implements Reference {
    private final Path path;
    private final String uri;

    FileReference(Path path, String uri) {
      this.path = path;
      this.uri = uri;
    }

    public boolean doesBinaryExist() {
      return Files.exists(path);
    }

    public InputStream getStream() throws IOException {
      return Files.newInputStream(path);
    }

    public String getURI() {
      return uri;
    }

    public String getLocalURI() {
      return path.toString();
    }

    public boolean isReadOnly() {
      return true;
    }

    public OutputStream getOutputStream() throws IOException {
      throw new IOException("A form's files are not written.");
    }

    public void remove() throws IOException {
      throw new IOException("A form's files stay.");
    }

    public Reference[] probeAlternativeReferences() {
      return new Reference[0];
    }
  }
}
