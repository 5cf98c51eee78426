/** The direction the language of the window is written in, for what lies inside a part that always runs from left to right. */
export function textDirection(): 'ltr' | 'rtl' {
  return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
}
