// The one linter configuration. Formatting is biome's; here is what types and the architecture need.
import tseslint from "typescript-eslint";

const root = new URL("../../", import.meta.url).pathname;

/** Ambient time, randomness, sockets, files and processes: reached only through the seams. */
const ambientGlobals = [
  ...["setTimeout", "setInterval", "setImmediate", "fetch", "performance", "crypto", "process"].map(
    (name) => ({ name, message: "Ambient state: take it through a seam of @tinykv/runtime." }),
  ),
];
const ambientModules = [
  "child_process",
  "cluster",
  "crypto",
  "dgram",
  "dns",
  "fs",
  "http",
  "http2",
  "https",
  "net",
  "os",
  "perf_hooks",
  "process",
  "timers",
  "tls",
  "worker_threads",
].flatMap((name) => [name, `node:${name}`, `${name}/promises`, `node:${name}/promises`]);

const ambientSyntax = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "Ambient time: take a Clock.",
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take a Clock." },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Ambient randomness: take a Random.",
  },
];

const houseStyle = [
  { selector: "ExportDefaultDeclaration", message: "Exports have names." },
  {
    selector: "ImportDeclaration[source.value=/^@tinykv\\u002F[^/]+\\u002F(src|dist|test)/]",
    message: "Import a package through its entry points.",
  },
];

/** The places that are the real world: implementations of the seams, composition roots, tools. */
const realWorld = [
  "packages/runtime/src/real*",
  "packages/runtime/src/real/**",
  "packages/engine/src/disk*",
  "packages/lab-kit/**",
  "packages/server/**",
  "packages/cli/**",
  "packages/bench/**",
  "packages/checks/**",
  "packages/toolchain/**",
  "grader/**",
  "**/*.test.ts",
  "packages/*/test/**",
  // Writes the stories anew.
  "labs/raft/test/write-transcripts.ts",
];

export default tseslint.config(
  {
    ignores: ["**/node_modules/**", "**/.cache/**", "**/dist/**", "packages/proto/src/gen/**"],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ["tsconfig.json"], tsconfigRootDir: root } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" },
      ],
      // Numbers in messages are what a message is for.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // An async method may have nothing to wait for: interfaces decide the shape.
      "@typescript-eslint/require-await": "off",
      // `() => stop()` and `void 0` arrows read well.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      eqeqeq: "error",
      "no-restricted-syntax": ["error", ...houseStyle],
      "max-lines-per-function": ["error", { max: 70, skipComments: true, skipBlankLines: true }],
      "max-lines": ["error", { max: 300, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    // The solution imports given files as if it lay in `labs/`: its own project knows how.
    files: ["solution/**/*.ts"],
    languageOptions: {
      parserOptions: { project: ["solution/tsconfig.json"], tsconfigRootDir: root },
    },
  },
  {
    files: ["**/*.ts"],
    ignores: realWorld,
    rules: {
      "no-restricted-globals": ["error", ...ambientGlobals],
      "no-restricted-imports": ["error", { paths: ambientModules }],
      "no-restricted-syntax": ["error", ...houseStyle, ...ambientSyntax],
    },
  },
  {
    // A `describe` holds many tests, and a test may spell out a long story.
    files: ["**/*.test.ts", "packages/engine/src/conformance/**"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // Skeletons: what a gap will use is there already, and not used yet, or only as a type.
    files: ["labs/*/src/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/consistent-type-imports": "off",
    },
  },
);
