/** The id of the field for links; there is one, at home. */
export const LINK_FIELD_ID = 'link-field'

/** Puts the cursor into the field for links, if it is on the screen: the page itself may not read the clipboard. */
export function focusLinkField(): void {
  document.getElementById(LINK_FIELD_ID)?.focus()
}
