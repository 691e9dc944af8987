// The deeds of a benchmark, done by the engine of ODK Web Forms, in Node with the DOM of jsdom.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) {
    globalThis[name] = window[name];
  }
}
// Its parser loads itself in another way where it sees Node, and that one is broken in an ES module.
const node = process;
globalThis.process = undefined;
const { createInstance } = await import('@getodk/xforms-engine');

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

// Where each node is, by its path: to look for it is the client's matter, and is not timed.
const nodes = new Map();
const waiting = [root];
while (waiting.length) {
  const { currentState } = waiting[waiting.length - 1];
  nodes.set(currentState.reference, waiting.pop());
  waiting.push(...(currentState.children ?? []));
}

function answer(ref, text) {
  const asked = nodes.get(ref);
  if (asked.nodeType === 'select') {
    asked.selectValues(text.split(' '));
  } else {
    asked.setValue(text);
  }
  if (plan.choices) {
    nodes.get(plan.choices).currentState.valueOptions.map((option) => option.label.asString);
  }
}

for (const [ref, text] of plan.before) {
  answer(ref, text);
}
for (const [ref, text] of plan.answers) {
  await timed('answer', () => answer(ref, text));
}
if (plan.roster) {
  const roster = nodes.get(plan.roster);
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
const { instanceValue, value } = nodes.get(plan.check).currentState;
console.log(JSON.stringify({ ...Object.fromEntries(figures), check: String(instanceValue ?? value) }));
