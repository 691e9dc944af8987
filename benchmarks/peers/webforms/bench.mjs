// The deeds of a benchmark, done by the engine of ODK Web Forms, in Node with the DOM of jsdom.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { answer, createInstance, node, nodesOf, textOf } from './engine.mjs';

const took = {};

async function timed(name, deed) {
  const cpu = node.cpuUsage();
  const wall = performance.now();
  const outcome = await deed();
  const { user, system } = node.cpuUsage(cpu);
  (took[name] ??= []).push([(user + system) / 1e3, performance.now() - wall]);
  return outcome;
}

function median(numbers) {
  const sorted = numbers.sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const plan = JSON.parse(readFileSync(node.argv[2], 'utf8'));
const xml = readFileSync(plan.xform, 'utf8');
const attachment = async (url) =>
  new Response(readFileSync(join(plan.folder, basename(String(url)))), { headers: { 'content-type': 'text/csv' } });

const { root } = await timed('load', () => createInstance(xml, { form: { fetchFormAttachment: attachment } }));

// To look for nodes is not timed.
const nodes = nodesOf(root);

function answered(ref, text) {
  answer(nodes.get(ref), text);
  if (plan.choices) {
    nodes.get(plan.choices).currentState.valueOptions.map((option) => option.label.asString);
  }
}

for (const [ref, text] of plan.before) {
  answered(ref, text);
}
for (const [ref, text] of plan.answers) {
  await timed('answer', () => answered(ref, text));
}
if (plan.roster) {
  const roster = nodes.get(`${plan.roster}#range`);
  while (roster.currentState.children.length < plan.instances) {
    roster.addInstances();
  }
  for (let time = 0; time < 5; time++) {
    await timed('add', () => roster.addInstances());
  }
}
if (plan.validates) {
  await timed('validate', () => root.validationState.violations);
}
const figures = Object.entries(took).map(([name, some]) => [
  name,
  [median(some.map(([cpu]) => cpu)), median(some.map(([, wall]) => wall))],
]);
console.log(JSON.stringify({ ...Object.fromEntries(figures), check: textOf(nodes.get(plan.check)) }));
