import assert from "node:assert/strict";
import { test } from "node:test";

import { Flight, Meter, SteadyClock } from "../../romtrack/app/live/web/pacing.js";

/** @returns {Flight<string>} */
const newFlight = () => new Flight(["a", "b"]);

/**
 * @param {Flight<string>} flight
 * @param {number} ms what each of many frames took
 */
function feel(flight, ms) {
  for (let at = 0; at < 100; at++) flight.took(ms);
}

test("two frames are on their way at most, and the third is skipped", () => {
  const flight = newFlight();
  assert.equal(flight.start(10)?.slot, "a");
  assert.equal(flight.start(20)?.slot, "b");
  assert.equal(flight.start(30), null);
  assert.deepEqual(flight.end(1), { seq: 1, slot: "a", takenMs: 10 });
  assert.deepEqual(flight.start(40), { seq: 3, slot: "a", takenMs: 40 });
});

test("no two frames on their way share a canvas, in whatever order they are answered", () => {
  const flight = newFlight();
  flight.start(1);
  flight.start(2);
  for (const answered of [2, 1, 4, 3, 5]) {
    flight.end(answered);
    flight.start(0);
    const used = [...flight.flown.values()].map(one => one.slot);
    assert.equal(new Set(used).size, used.length);
  }
});

test("one frame at a time where romtrack is slow, two again when it has recovered", () => {
  const flight = newFlight();
  feel(flight, 60);
  assert.equal(flight.slow, false);
  assert.ok(flight.start(1));
  assert.equal(flight.start(2), null);
  feel(flight, 20);
  assert.ok(flight.start(3));
});

test("a very slow machine is told so, one late frame is not", () => {
  const flight = newFlight();
  flight.took(300);
  assert.equal(flight.slow, false);
  feel(flight, 150);
  assert.equal(flight.slow, true);
});

test("a frame is answered once; an unknown or forgotten one not at all", () => {
  const flight = newFlight();
  flight.start(1);
  assert.equal(flight.end(7), undefined);
  assert.ok(flight.end(1));
  assert.equal(flight.end(1), undefined);
  assert.deepEqual([flight.start(2)?.slot, flight.start(3)?.slot, flight.start(4)], ["b", "a", null]);
});

test("a lost connection gives both canvases back, and numbers are never used again", () => {
  const flight = newFlight();
  flight.start(1);
  flight.start(2);
  flight.endAll();
  assert.deepEqual([flight.start(3)?.seq, flight.start(4)?.seq], [3, 4]);
});

test("the time that the machine slept is in the time of a frame", () => {
  const clock = new SteadyClock();
  assert.equal(clock.at(1000, 5000), 1000);
  assert.equal(clock.at(1033, 5000), 1033);
  assert.equal(clock.at(1066, 65000), 61066); // slept for a minute
  assert.equal(clock.at(1100, 65000), 61100);
});

test("a clock that is set back or trimmed moves no frame", () => {
  const clock = new SteadyClock();
  clock.at(0, 5000);
  assert.equal(clock.at(100, 4000), 100);
  assert.equal(clock.at(200, 5400), 200);
  assert.equal(clock.at(300, 5900), 300);
});

test("rate and delay are of what was shown: 30 pictures a second, 60 ms behind", () => {
  const meter = new Meter();
  for (let at = 0; at <= 120; at++) meter.note(at * 1000 / 30 - (at % 3 === 0 ? 500 : 60), at * 1000 / 30);
  assert.equal(meter.shown, 121);
  assert.equal(meter.words(), "30 pictures a second, 60 ms behind");
});

test("a pause is forgotten after two seconds", () => {
  const meter = new Meter();
  meter.note(0, 0);
  for (let at = 0; at <= 40; at++) meter.note(60000 + at * 50, 60000 + at * 50);
  assert.equal(meter.words(), "20 pictures a second, 0 ms behind");
});

test("before anything is shown there is no rate to be wrong about", () => {
  const meter = new Meter();
  meter.note(0, 40);
  assert.equal(meter.words(), "0 pictures a second, 40 ms behind");
});
