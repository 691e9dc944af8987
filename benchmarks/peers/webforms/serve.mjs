// Fills forms step by step, one question and one answer a line of JSON: { xml, steps } gives { steps, final } or { error }.
import { createInterface } from 'node:readline';
import { answer, createInstance, node, nodesOf, textOf } from './engine.mjs';

function state(root) {
  const stands = {};
  for (const [ref, { nodeType, currentState, validationState }] of nodesOf(root)) {
    const { relevant: rel, readonly: ro, required: req, children, valueOptions, label } = currentState;
    if (nodeType.startsWith('repeat-range')) {
      stands[ref] = { count: children.length };
      continue;
    }
    stands[ref] = { rel, ro, req, l: label?.asString ?? '' };
    if (children === null) {
      const { constraint, required } = validationState ?? {};
      Object.assign(stands[ref], { v: textOf({ currentState }), cv: constraint?.valid ?? true, rv: required?.valid ?? true });
      if (nodeType === 'select' || nodeType === 'rank') {
        stands[ref].c = valueOptions.map((option) => [option.value, option.label.asString]);
      }
    }
  }
  return stands;
}

const deeds = {
  set: (nodes, root, { ref, value }) => answer(nodes.get(ref), value ?? ''),
  addRepeat: (nodes, root, { ref }) => nodes.get(`${ref}#range`).addInstances(),
  delRepeat: (nodes, root, { ref }) => {
    const [, range, place] = /^(.*)\[(\d+)\]$/.exec(ref);
    nodes.get(`${range}#range`).removeInstances(Number(place) - 1, 1);
  },
  lang: (nodes, root, { value }) => root.setLanguage(root.languages.find(({ language }) => language === value)),
};

async function filled({ xml, steps, dump }) {
  const { root } = await createInstance(xml, { form: {} });
  const initial = dump === 'all' ? state(root) : undefined;
  const outcomes = steps.map((step) => {
    const outcome = { op: step.op };
    try {
      deeds[step.op](nodesOf(root), root, step);
    } catch (error) {
      outcome.error = String(error);
    }
    return dump === 'all' ? { ...outcome, state: state(root) } : outcome;
  });
  return { initial, steps: outcomes, final: state(root) };
}

for await (const line of createInterface({ input: node.stdin })) {
  const told = await filled(JSON.parse(line)).catch((error) => ({ error: String(error) }));
  node.stdout.write(`${JSON.stringify(told)}\n`);
}
