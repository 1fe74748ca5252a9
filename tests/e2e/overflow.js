/* Elements that stick out of the page at the right. */
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== 'visible' && up !== document.body) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > width + 1 && node.offsetParent && !scrolls(node))
    .slice(0, 4)
    .map((node) => {
      const right = Math.round(node.getBoundingClientRect().right);
      return `${node.tagName.toLowerCase()}.${node.className} reaches ${right}`;
    });
}
