import { expect, it } from 'vitest'
import { speak } from '../../shared/text/language.ts'
import { settingNames } from './setting-names.ts'

it('settings are named in the language of the moment', () => {
  const before = settingNames().theme
  speak('de')
  expect([before, settingNames().theme]).toEqual(['Colours', 'Farben'])
  speak('en')
})
