// The engine of ODK Web Forms in Node, with the DOM of jsdom.
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) {
    globalThis[name] = window[name];
  }
}
// Its parser loads itself in another way where it sees Node, and that one is broken in an ES module.
export const node = process;
globalThis.process = undefined;
export const { createInstance } = await import('@getodk/xforms-engine');

// All nodes of a form by their paths: to look for them is the client's matter.
export function nodesOf(root) {
  const nodes = new Map();
  const waiting = [root];
  while (waiting.length) {
    const found = waiting.pop();
    const { reference, children } = found.currentState;
    nodes.set(found.nodeType.startsWith('repeat-range') ? `${reference}#range` : reference, found);
    waiting.push(...(children ?? []));
  }
  return nodes;
}

export function answer(asked, text) {
  if (asked.nodeType === 'select') {
    asked.selectValues(text.split(' ').filter(Boolean));
  } else if (asked.nodeType === 'rank') {
    asked.setValues(text.split(' ').filter(Boolean));
  } else {
    asked.setValue(text);
  }
}

export function textOf({ currentState: { instanceValue, value } }) {
  return String(instanceValue ?? value ?? '');
}
