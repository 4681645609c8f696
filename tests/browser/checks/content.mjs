// The runbook is on the page, all of it, and can be seen.

import { definition, headings, lines, literals } from '../definition.mjs';
import { unseen } from '../shown.mjs';
import { check } from '../told.mjs';

export async function content({ visit }) {
  const page = await visit();
  const response = await page.reload();
  check('the page is served whole, as HTML, and is kept nowhere', [
    ...(response.status() === 200 ? [] : [`status ${response.status()}`]),
    ...(response.headers()['content-type'] === 'text/html; charset=utf-8' ? [] : [response.headers()['content-type']]),
    ...(response.headers()['cache-control'] === 'no-store' ? [] : [response.headers()['cache-control']]),
  ]);
  const found = await page.locator('h2:visible').allInnerTexts();
  const ours = found.map((heading) => heading.trim()).filter((heading) => headings.includes(heading));
  check('the eight sections stand in their order', JSON.stringify(ours) === JSON.stringify(headings) ? [] : found);
  check('the page has one main heading', (await page.locator('h1:visible').count()) === 1 ? [] : ['not one h1']);
  for (const [place, own] of lines().entries()) {
    const section = page.locator('section', { has: page.getByRole('heading', { name: headings[place], exact: true }) });
    check(`"${headings[place]}" shows its own lines, in their order (${own.length})`, outOfOrder(await section.innerText(), own));
  }
  for (const [name, texts] of Object.entries(literals())) {
    const missing = texts.length > 0 ? await unseen(page, texts) : ['the definition has none'];
    check(`${name} can be seen (${texts.length})`, missing);
  }
  const offered = await page.locator('select[name="decision"] option').evaluateAll((all) => all.map((one) => one.value));
  const decisions = [...definition.decisions.map((one) => one.value), ...definition.effects.map((one) => one.decision)];
  check('every decision can be chosen', decisions.filter((decision) => !offered.includes(decision)));
  await page.context().close();
}

/** The texts that do not stand in another one after those before them. */
function outOfOrder(shown, texts) {
  const whole = shown.replace(/\s+/g, ' ');
  let from = 0;
  return texts.length === 0
    ? ['the definition has none']
    : texts.filter((text) => {
        const at = whole.indexOf(text, from);
        from = at < 0 ? from : at + text.length;
        return at < 0;
      });
}
