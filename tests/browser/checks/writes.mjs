// Nothing on the page acts, and every write action says why.

import { definition } from '../definition.mjs';
import { check } from '../told.mjs';

export async function writes({ visit, plan }) {
  const page = await visit();
  const buttons = await page.locator('button, input[type="submit"], input[type="button"], input[type="image"]').evaluateAll((all) =>
    all.map((button) => {
      const described = button.getAttribute('aria-describedby')?.split(' ') ?? [];
      const reasons = described.map((id) => document.getElementById(id)).filter((reason) => reason?.checkVisibility());
      return {
        text: button.innerText.trim(),
        disabled: button.disabled,
        submits: button.type === 'submit' && button.form !== null,
        seen: button.checkVisibility(),
        why: reasons.map((reason) => reason.innerText).join(' '),
      };
    }),
  );
  const faults = definition.effects.flatMap((effect) => {
    const own = buttons.filter((button) => button.text.endsWith(effect.action));
    const told = own.filter((button) => button.disabled && button.seen && button.why.includes(effect.why) && button.why.includes(effect.status));
    return own.length > 0 && told.length === own.length ? [] : [`${effect.id}: ${told.length} of ${own.length}`];
  });
  check(`every write action is a disabled button with its reason beside it (${definition.effects.length})`, faults);
  const enabled = buttons.filter((button) => !button.disabled);
  check(
    "the form's own button is the only one that can be pressed",
    enabled.length === 1 && enabled[0].submits ? [] : enabled.map((button) => button.text),
  );
  const acting = await page.locator('script, iframe, object, embed, img, video, audio, base, form').evaluateAll((all) =>
    all.filter((element) => element.localName !== 'form').map((element) => element.outerHTML.slice(0, 80)),
  );
  const handlers = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')))
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  check('no script, frame, picture or event handler is on it', [...acting, ...handlers]);
  const forms = await page.locator('form').evaluateAll((all) => all.map((form) => `${form.method} ${form.action}`));
  check('its one form posts to the plan', forms.length === 1 && forms[0] === `post ${plan}` ? [] : forms);
  const away = await page.locator('[href]').evaluateAll((all) =>
    all.map((element) => element.href).filter((href) => new URL(href).origin !== location.origin && !href.startsWith('data:')),
  );
  check('no link leads elsewhere', away);
  await page.context().close();
}
