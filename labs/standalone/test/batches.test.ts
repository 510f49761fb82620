/** Batches: whole, in order, durable, and acknowledged only then. */

import { loadLabAgain } from "@tinykv/lab-kit";
import { RawDeleteResponse, RawPutResponse } from "@tinykv/proto";
import type * as Standalone from "../src/index.ts";
import { scenario } from "./store-fixture.ts";
import { put, remove } from "./words.ts";

const loadAgain = (): Promise<typeof Standalone> => loadLabAgain<typeof Standalone>("standalone");

// Guards against a loop that writes change by change. The disk fails at the third change.
scenario("S10 a batch that fails leaves nothing", { guards: "batch-atomic" }, async (store) => {
  await store.write(put([1], [1]));
  store.disk.faults.failAtItem(3);
  await store.expectWriteRejected([put([2], [2]), remove([1]), put([3], [3], "lock")]);
  const expectUntouched = async (): Promise<void> => {
    await store.expectStored([1], [1]);
    await store.expectNotStored([2]);
    await store.expectNotStored([3], "lock");
  };
  await expectUntouched();
  await store.restart(loadAgain);
  await expectUntouched();
});

// Guards against sorting or grouping the changes of a batch, and against refusing an empty one.
scenario("S11 a batch takes effect in its order", { guards: "batch-ordered" }, async (store) => {
  await store.write(put([1], [1]), remove([1]));
  await store.expectNotStored([1]);
  await store.write(remove([1]), put([1], [2]));
  await store.expectStored([1], [2]);
  await store.write(put([1], [3]), put([1], [4]));
  await store.expectStored([1], [4]);
  await store.write();
  await store.expectStored([1], [4]);
});

// Guards against data that lives in memory, in a variable of the class or of the module, and is
// written down when somebody says goodbye.
scenario("S12 data survives a restart", { guards: "acknowledged-durable" }, async (store) => {
  await store.put([1], [7]);
  await store.put([1], [8], "write");
  await store.restart(loadAgain);
  await store.expectFound([1], [7]);
  await store.expectFound([1], [8], "write");

  await store.put([1], [9]);
  await store.delete([1], "write");
  await store.write(put([2], [1], "lock"), put([3], [1]), remove([3]));
  await store.crash(loadAgain);
  await store.expectFound([1], [9]);
  await store.expectNotFound([1], "write");
  await store.expectFound([2], [1], "lock");
  await store.expectNotFound([3]);
});

// Guards against a missing `await`: the disk is made to wait, so an answer can only be a guess.
scenario("S24 no answer before the write", { guards: "acknowledged-durable" }, async (store, t) => {
  const { faults } = store.disk;
  faults.holdWrites();
  const putting = store.rawPut([1], [1]);
  await t.step("RawPut, while the disk holds writes back", () =>
    t.expectPending(putting, "RawPut", faults.reads),
  );
  faults.releaseWrites();
  await t.step("let the write happen, and wait for the answer", async () => {
    t.wire(RawPutResponse, await putting);
  });
  await store.expectFound([1], [1]);

  faults.holdWrites();
  const deleting = store.rawDelete([1]);
  await t.step("RawDelete, while the disk holds writes back", () =>
    t.expectPending(deleting, "RawDelete", faults.reads),
  );
  faults.releaseWrites();
  await t.step("let the delete happen, and wait for the answer", async () => {
    t.wire(RawDeleteResponse, await deleting);
  });
  await store.expectNotFound([1]);
});

// Guards against `sync: false`: such a write is gone after a power cut, acknowledged or not. Every
// other scenario looks as well; this one takes all the ways to write, and a second start.
scenario("S26 every write is synced", { guards: "acknowledged-durable" }, async (store) => {
  await store.write(put([1], [1]));
  await store.write(remove([1]));
  await store.write(put([2], [2]), put([2], [3], "write"), put([2], [4], "lock"));
  await store.stop();
  await store.start();
  for (const cf of ["default", "write", "lock"]) {
    await store.put([3], [5], cf);
    await store.delete([3], cf);
    await store.expectNotFound([3], cf);
    await store.expectFound([2], [cf === "default" ? 2 : cf === "write" ? 3 : 4], cf);
  }
});
