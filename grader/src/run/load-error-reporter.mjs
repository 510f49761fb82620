// The jest reporter of a label's process: prints why a test file could not be loaded, and nothing
// else. (A test that failed has said so itself, in an event.)
export default class LoadErrorReporter {
  onTestFileResult(test, result) {
    this.onTestResult(test, result);
  }
  onTestResult(_test, result) {
    const { testExecError } = result;
    if (testExecError) process.stderr.write(`${testExecError.stack ?? testExecError.message}\n`);
  }
}
