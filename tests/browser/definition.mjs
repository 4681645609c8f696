// What the page must show, read from the runbook definition and the samples, not from the program.

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package that the page belongs to. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const parsed = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

export const definition = parsed('assets/runbooks/t-293.json');

/** A sample request by its path in the samples folder. */
export const sample = (path) => parsed(`assets/samples/${path}`);

/** The headings of the eight sections, in their order. */
export const headings = [
  'Runbook Outcome',
  `${definition.after} Owner Handoff Evidence`,
  'Runbook Packet',
  'Strict Control Phases',
  'Required References',
  'Safety Confirmations',
  'Stop Rules',
  'Local Endpoints',
];

/** The lines of each section, in the order of the headings. */
export function lines() {
  const { page, stopRules, endpoints } = definition;
  return [
    ...['outcome', 'ownerHandoff', 'packet', 'phases', 'references', 'confirmations'].map((name) => texts(page.sections[name])),
    stopRules.map((rule) => rule.rule),
    [endpoints.upstream, endpoints.policy.path, endpoints.plan.path, endpoints.browserCheck],
  ];
}

/** Every text below a value, in its order. */
const texts = (value) =>
  typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];

const each = (list, ...members) => list.flatMap((entry) => members.flatMap((member) => texts(entry[member])));

/** Every literal that a person must see, by what it is. */
export function literals() {
  const d = definition;
  const { upstream, reference, fingerprint, declared = [] } = d.ownerHandoff;
  return {
    'the stage, the one before it and the summary': [d.stage, d.after, `${d.stage} after ${d.after}`, d.summary],
    "the page's own heading, badges and lines": texts(d.page),
    'the statuses with their meanings and next steps': each(d.statuses, 'status', 'meaning', 'next'),
    'the fields and literals of the owner handoff': [
      ...each([...upstream, ...declared], 'field', 'title', 'purpose', 'accepts'),
      ...each([reference, fingerprint], 'field', 'title', 'purpose'),
    ],
    'the target, with what it takes and refuses': each(d.target, 'field', 'title', 'purpose', 'accepts', 'refuses'),
    "the packet's literals and its flag": texts(d.packet),
    'the phases with their purposes and questions': [
      ...each(d.phases, 'id', 'title', 'purpose', 'references'),
      ...each(d.phases.flatMap((phase) => phase.items), 'question', 'command', 'purpose'),
    ],
    'the references': each(d.references, 'field', 'title', 'purpose'),
    'the confirmations': each(d.confirmations, 'field', 'sentence'),
    'the stop rules': each(d.stopRules, 'rule'),
    'what the runbook requires, and the next step': [...d.requires, d.nextStep],
    'the effect flags': each(d.effects, 'flags'),
    'the endpoints': [
      d.endpoints.upstream,
      d.endpoints.policy.path,
      d.endpoints.plan.path,
      d.endpoints.browserCheck,
    ],
  };
}
