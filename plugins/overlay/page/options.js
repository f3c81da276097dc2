// What the page's address asks for, each checked: anything else in it is ignored.

export const THEMES = ["default", "minimal", "comic", "high-contrast"];

const number = (least, most) => (text) => {
  const value = Number(text);
  return text.trim() !== "" && value >= least && value <= most ? value : undefined;
};
const oneOf = (...names) => (text) => (names.includes(text) ? text : undefined);
const flag = (text) => ({ 1: true, true: true, 0: false, false: false })[text];
const color = (text) => (/^#?[0-9a-f]{6}$/i.test(text) ? "#" + text.replace("#", "") : undefined);
const font = (text) => (/^[\p{L}\p{N} _-]{1,60}$/u.test(text) ? text : undefined);

const CHECKS = {
  theme: oneOf(...THEMES),
  size: number(25, 400), // percent
  width: number(10, 100), // percent of the page
  align: oneOf("left", "center", "right"),
  position: oneOf("top", "middle", "bottom"),
  rows: number(1, 3),
  linger: number(0.2, 60), // seconds
  queue: number(0, 5),
  name: flag,
  status: flag,
  motion: flag,
  color,
  font,
};

const DEFAULTS = {
  theme: "default", size: 100, width: 90, align: "center", position: "bottom", rows: 2, linger: 2.5, queue: 2,
  name: true, status: true, motion: true, color: "", font: "",
};

/** What `search` (the address behind "?") asks for. */
export function asked(search) {
  const found = {};
  for (const [key, text] of new URLSearchParams(search)) {
    const value = Object.hasOwn(CHECKS, key) ? CHECKS[key](text) : undefined;
    if (value !== undefined) found[key] = value;
  }
  return found;
}

/** The defaults, then the engine's profile, then the address. */
export function options(profile, address) {
  const { linger_s, ...rest } = profile;
  const set = linger_s === undefined ? rest : { ...rest, linger: linger_s };
  return { ...DEFAULTS, ...set, ...address };
}

/** Puts what concerns the look into the document. */
export function dress(root, chosen) {
  root.dataset.theme = chosen.theme;
  root.dataset.align = chosen.align;
  root.dataset.position = chosen.position;
  root.dataset.motion = chosen.motion ? "on" : "off";
  root.style.setProperty("--size", String(chosen.size / 100));
  root.style.setProperty("--width", chosen.width + "vw");
  if (chosen.color) root.style.setProperty("--word", chosen.color);
  else root.style.removeProperty("--word");
  if (chosen.font) root.style.setProperty("--font", JSON.stringify(chosen.font));
  else root.style.removeProperty("--font");
}
