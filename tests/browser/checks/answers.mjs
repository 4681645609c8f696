// The form posts, with script and without, and the answer is there in words.

import { definition, sample } from '../definition.mjs';
import { filled, held, sent } from '../form.mjs';
import { unseen } from '../shown.mjs';
import { check } from '../told.mjs';

const ANSWERS = [
  ['ready', 'ready-request.json'],
  ['more', 'requests/ready-for-more-durable-result-storage-owner-handoff-review.json'],
  ['blocked', 'requests/blocked-database-migration.json'],
];

export async function answers({ visit, plan }) {
  for (const [kind, path] of ANSWERS) {
    for (const javaScriptEnabled of [true, false]) {
      const page = await visit({ javaScriptEnabled });
      const how = javaScriptEnabled ? '' : ', without JavaScript too';
      check(`a ${kind} request can be filled in${how}`, await filled(page, sample(path)));
      const asked = await held(page);
      const response = await sent(page);
      const given = await planned(plan, asked);
      const status = definition.statuses.find((one) => one.status === given.status);
      check(`its answer is the one that a program gets${how}`, [
        ...(response.status() === 200 ? [] : [`status ${response.status()}`]),
        ...(status?.kind === kind ? [] : [`a program gets ${given.status}`]),
        ...(await unseenIn(page, '#answer', [given.status, given.fingerprint])),
      ]);
      check(`it says what ${given.status} means, and what to do next${how}`, [
        ...(await unseen(page, [status.meaning, status.next])),
        ...(await unseenIn(page, '#answer', [status.meaning, status.next])),
        ...((await page.title()).startsWith('Result') ? [] : [`the title is ${await page.title()}`]),
      ]);
      check(`it tells every finding (${given.findings.length})${how}`, await unseenIn(page, '#answer', given.findings.map((one) => one.message)));
      const refused = new Set(given.findings.map((one) => one.pointer.slice(1)));
      const kept = await held(page);
      const lost = Object.keys(asked).filter((name) => !refused.has(name) && kept[name] !== asked[name]);
      check(`the form still holds what no finding refuses${how}`, lost);
      await page.context().close();
    }
  }
}

/** The plan of the same values, as a program gets it. */
async function planned(plan, request) {
  // As the form is read: canonical.
  const sorted = Object.fromEntries(Object.entries(request).sort(([one], [other]) => (one < other ? -1 : 1)));
  const headers = { 'content-type': 'application/json' };
  return (await fetch(plan, { method: 'POST', headers, body: JSON.stringify(sorted) })).json();
}

async function unseenIn(page, selector, texts) {
  const part = page.locator(selector);
  if ((await part.count()) !== 1) {
    return [`${selector} is not there`];
  }
  const shown = (await part.innerText()).replace(/\s+/g, ' ');
  return texts.filter((text) => !shown.includes(text));
}
