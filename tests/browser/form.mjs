// The page's form, as a person fills it.

/** Fills in the members of a request, each in the control of its name. Members that have no control are told. */
export async function filled(page, request) {
  const faults = [];
  for (const [name, value] of Object.entries(request)) {
    const control = page.locator(`form [name="${name}"]`);
    if ((await control.count()) !== 1) {
      // Effect flags are false by being absent.
      if (value !== false) {
        faults.push(`no control named ${name}`);
      }
      continue;
    }
    if (typeof value === 'boolean') {
      await control.setChecked(value);
    } else if ((await control.evaluate((element) => element.localName)) === 'select') {
      await control.selectOption(value);
    } else {
      await control.fill(value);
    }
  }
  return faults;
}

/** Sends the form, by a click or otherwise, and waits for the answer and its page. */
export async function sent(page, send = () => page.locator('form button[type="submit"]').click()) {
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  const loaded = page.waitForEvent('load');
  await send();
  await loaded;
  return answer;
}

/** What the controls hold, as a program would send it. */
export function held(page) {
  return page.evaluate(() => {
    const form = document.querySelector('form');
    if (!form) {
      return {};
    }
    const ticks = new Set([...form.querySelectorAll('input[type="checkbox"]')].map((box) => box.name));
    const entries = [...new FormData(form)].filter(([, value]) => value !== '');
    return Object.fromEntries(entries.map(([name, value]) => [name, ticks.has(name) ? value === 'true' : value]));
  });
}
