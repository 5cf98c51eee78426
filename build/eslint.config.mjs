import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const noAny = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
}

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'out/**', 'dist/**', '.cache/**', 'e2e/.media/**', '**/*.d.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strict],
    rules: {
      ...noAny,
      'no-empty': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'no-else-return': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  { files: ['shared/ipc/schema.ts'], rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  { files: ['build/**/*.ts', '*.config.ts', 'e2e/*.config.ts', 'forge.config.ts'], rules: { 'no-restricted-exports': 'off', 'no-console': 'off' } },
  { files: ['renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
)
