// Everything that can be done is done by keys alone, in the order in which it is seen.

import { sample } from '../definition.mjs';
import { filled, sent } from '../form.mjs';
import { check } from '../told.mjs';

const CONTROLS = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]';

export async function keyboard({ visit }) {
  const page = await visit();
  const count = await page.locator(CONTROLS).count();
  const stops = [];
  for (let presses = 0; presses < count; presses += 1) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(focused, CONTROLS));
  }
  const missed = [...Array(count).keys()].filter((place) => !stops.some((stop) => stop.place === place));
  check(`Tab reaches every control (${count})`, missed.map((place) => `number ${place}`));
  check('it does so in the order of the page', stops.filter((stop, i) => stop.place !== i).map((stop) => `${stop.name} at ${stop.place}`));
  const above = stops.filter((stop, i) => i > 0 && !comesAfter(stop, stops[i - 1]));
  check('that is the order in which a person sees them', above.map((stop) => stop.name));
  check('the focus is seen on each, and nothing lies over it', stops.filter((stop) => !stop.outlined || !stop.onTop).map((stop) => stop.name));

  await page.reload();
  await page.keyboard.press('Tab');
  const first = await page.evaluate(focused, CONTROLS);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => document.activeElement.closest('main') !== null);
  check('the first stop skips what stands above the runbook', [
    ...(first.href?.startsWith('#') && first.left >= 0 ? [] : [`the first stop is ${first.name}`]),
    ...(inside ? [] : ['the next stop is not in the main part']),
  ]);

  await filled(page, sample('ready-request.json'));
  await page.locator('form [name="decision"]').focus();
  while (!(await page.evaluate(() => document.activeElement.matches('button[type="submit"], body')))) {
    await page.keyboard.press('Tab');
  }
  await sent(page, () => page.keyboard.press('Enter'));
  check('the form is sent by a key', (await page.locator('#answer').isVisible()) ? [] : ['there is no answer']);
  await page.keyboard.press('Tab');
  check('a new page begins at its top', (await page.evaluate(focused, CONTROLS)).place === 0 ? [] : ['it does not']);
  await page.context().close();
}

/** What has the focus. Runs in the page. */
function focused(controls) {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
  return {
    place: [...document.querySelectorAll(controls)].indexOf(element),
    name: `<${element.localName}> ${element.getAttribute('name') ?? element.innerText.slice(0, 60)}`,
    href: element.getAttribute('href'),
    outlined: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
    onTop: top !== null && (element.contains(top) || top.contains(element)),
    left: box.left,
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
  };
}

/** Whether one stands below another, or to the right of it in the same row. */
function comesAfter(one, other) {
  return one.top >= other.bottom - 4 || one.left > other.left;
}
