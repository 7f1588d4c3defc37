/* Gives [text, contrast after WCAG 2, whether its background is dark] of all that shows text inside some elements. */
([inside, links]) => {
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = (colors) => {
    pixel.fillStyle = "white";
    pixel.fillRect(0, 0, 1, 1);
    for (const color of colors) {
      pixel.fillStyle = color;
      pixel.fillRect(0, 0, 1, 1);
    }
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /* The colours that an element lays on what is behind it; gradients and shadows here are of one colour. */
  const layers = (element) => {
    const style = getComputedStyle(element);
    const first = (value) => value.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/)?.[0];
    const shadow = style.boxShadow.includes("inset") ? first(style.boxShadow) : undefined;
    return [style.backgroundColor, first(style.backgroundImage), shadow].filter(Boolean);
  };
  const measured = (element) => {
    const behind = [];
    for (let at = element; at; at = at.parentElement) behind.unshift(...layers(at));
    const back = luminance(over(behind));
    const front = luminance(over([...behind, getComputedStyle(element).color]));
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    return [element.textContent.trim(), Math.round(ratio * 100) / 100, back < 0.2];
  };
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.querySelectorAll(inside)]
    .flatMap((root) => [...root.querySelectorAll("*")])
    .filter((element) => own(element) && element.checkVisibility() && !element.closest(".handbook-hidden"))
    .filter((element) => !element.closest("a") || element.closest(links))
    .map(measured);
}
