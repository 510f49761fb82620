// The jest configuration of every package: plain Node without jest's module registry (see README).
/** @type {import("jest").Config} */
export default {
  runner: "jest-light-runner",
  transform: {},
  extensionsToTreatAsEsm: [".ts"],
  testMatch: ["<rootDir>/src/**/*.test.ts", "<rootDir>/test/**/*.test.ts"],
  watchman: false,
};
