// What a person can see of a page.

/** The text of every place that is really drawn, with its white space collapsed. */
export function shownText(page) {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      range.selectNodeContents(node);
      const drawn = [...range.getClientRects()].some(
        (box) => box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0,
      );
      const seen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!node.data.trim() || (drawn && seen)) {
        text += node.data;
      }
    }
    return text.replace(/\s+/g, ' ').trim();
  });
}

/** Which of these texts cannot be seen. */
export async function unseen(page, texts) {
  const shown = await shownText(page);
  return texts.filter((text) => !shown.includes(text.replace(/\s+/g, ' ').trim()));
}

/** Every element that sticks out of the page sideways or holds more than it shows. */
export function cut(page) {
  return page.evaluate(() => {
    const width = document.scrollingElement.clientWidth;
    const faults = [];
    if (document.scrollingElement.scrollWidth > width) {
      faults.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${width}`);
    }
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // A skip link waits outside until it has the focus.
      const waits = element.matches('a[href^="#"]') && style.position === 'absolute' && box.right <= 0;
      if (box.width === 0 || box.height === 0 || waits) {
        continue;
      }
      const name = `<${element.localName} class="${element.className}"> "${element.textContent.trim().slice(0, 60)}"`;
      if (box.left < -1 || box.right > width + 1) {
        faults.push(`${name} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`);
      }
      const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      const control = element.matches('input, select, textarea');
      if (clips && !control && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) {
        faults.push(`${name} is cut`);
      }
    }
    return faults;
  });
}
