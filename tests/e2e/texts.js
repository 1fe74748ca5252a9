/* All texts a person sees or hears on the page, apart from code and what is marked as not to be translated. */
() => {
  const texts = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || parent.closest('script, style, noscript, code, pre, kbd, svg, [translate=no], [lang=en]')) {
      continue;
    }
    if (parent.checkVisibility && !parent.checkVisibility()) continue;
    const text = walker.currentNode.textContent.trim();
    if (text) texts.add(text);
  }
  for (const node of document.querySelectorAll('[title], [placeholder], [aria-label]')) {
    if (node.closest('[translate=no], [lang=en]')) continue;
    for (const name of ['title', 'placeholder', 'aria-label']) {
      const text = (node.getAttribute(name) || '').trim();
      if (text) texts.add(text);
    }
  }
  return [...texts];
}
