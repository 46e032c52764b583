import { calibrationMethods } from '@ao/kernel';
import * as logic from '../gen/logic/v1/logic.js';
import { calibrationFromWire, calibrationToWire, servedCalibration, type CalibrationData } from './calibration.js';

const abstention = {
  threshold: 0.3,
  targetRisk: 0.1,
  confidence: 0.95,
  coverage: 0.8,
  action: 'escalate',
  escalateTo: 'recall/other',
};
const whole = { method: 'platt', parameters: { a: 1.1, b: -0.2 }, fitted: { labels: 40 }, abstention };

const sent = (calibration: CalibrationData): logic.VersionCalibration =>
  logic.VersionCalibration.decode(
    logic.VersionCalibration.encode(calibrationToWire(calibration) as logic.VersionCalibration).finish(),
  );

it.each([whole, { ...whole, abstention: null }, { method: 'none', parameters: {}, fitted: {}, abstention: null }])(
  'comes out as it went in: %j',
  (calibration) => expect(calibrationFromWire(sent(calibration))).toEqual(calibration),
);

it('fills in what was left out', () =>
  expect(calibrationFromWire(logic.VersionCalibration.fromPartial({ method: 'none' }))).toEqual({
    method: 'none',
    parameters: {},
    fitted: {},
    abstention: null,
  }));

it('serves every known method, none at all, and refuses one that a later version may know', () => {
  for (const method of calibrationMethods)
    expect(servedCalibration(calibrationToWire({ ...whole, method }))?.method).toBe(method);
  expect(servedCalibration(calibrationToWire({ ...whole, method: '' }))?.method).toBe('none');
  expect([servedCalibration(undefined), calibrationToWire(null), calibrationToWire(undefined)]).toEqual([
    null,
    undefined,
    undefined,
  ]);
  expect(() => servedCalibration(calibrationToWire({ ...whole, method: 'spline' }))).toThrow(
    expect.objectContaining({ code: 'failed_precondition' }),
  );
});
