import Geodesy
import Testing

@testable import Tracking

@Suite struct PositionReportTests {
    private func fault(
        accuracy: Int64? = nil, speed: Int64? = nil, course: Int64? = nil, device: String? = nil, note: String? = nil
    ) throws -> PositionReportError? {
        let there = try place(36.2, 37.1)
        do throws(PositionReportError) {
            _ = try PositionReport(
                at: start, position: there, accuracyMillimetres: accuracy, speedMillimetresPerSecond: speed,
                courseCentidegrees: course, device: device, means: .voice, note: note)
            return nil
        } catch { return error }
    }

    @Test("figures within their ranges are kept, others are refused by name")
    func ranges() throws {
        #expect(try fault(accuracy: 0, speed: 0, course: 0, device: "a", note: "b") == nil)
        #expect(try fault(accuracy: 1_000_000_000, speed: 1_000_000, course: 35_999) == nil)
        #expect(try fault(accuracy: -1) == .accuracyOutOfRange(millimetres: -1))
        #expect(try fault(accuracy: .max) == .accuracyOutOfRange(millimetres: .max))
        #expect(try fault(speed: -1) == .speedOutOfRange(millimetresPerSecond: -1))
        #expect(try fault(speed: .max) == .speedOutOfRange(millimetresPerSecond: .max))
        #expect(try fault(course: 36_000) == .courseOutOfRange(centidegrees: 36_000))
    }

    @Test("texts are bounded and hold no control characters")
    func texts() throws {
        #expect(try fault(device: "") == .textEmpty(.device))
        #expect(try fault(device: String(repeating: "ش", count: 33)) == .textTooLong(.device, limit: 64))
        #expect(try fault(note: String(repeating: "x", count: 481)) == .textTooLong(.note, limit: 480))
        #expect(try fault(note: "a\nb") == .controlCharacter(.note))
        #expect(try fault(device: "a\u{0}b") == .controlCharacter(.device))
        #expect(try fault(device: "لوحة ٧٣٥", note: "حلب") == nil)
    }

    @Test("a plan must have legs in order, within the limits")
    func plans() throws {
        #expect(throws: WatchPlanError.noLeg) { try WatchPlan(legs: []) }
        let one = try leg(from: 37, to: 37.1, departs: at(0), arrives: at(60))
        #expect(throws: WatchPlanError.tooManyLegs(65)) { try WatchPlan(legs: Array(repeating: one, count: 65)) }
        let wrong = try leg(from: 37, to: 37.1, departs: at(60), arrives: at(60))
        #expect(throws: WatchPlanError.arrivalNotAfterDeparture(leg: 1)) { try WatchPlan(legs: [one, wrong]) }
        let early = try leg(from: 37, to: 37.1, departs: at(0), arrives: at(30))
        #expect(throws: WatchPlanError.legsNotInOrder(leg: 1)) { try WatchPlan(legs: [one, early]) }
        let long = try leg(from: 0, to: 40, departs: at(0), arrives: at(60))
        #expect(throws: WatchPlanError.tooManyVertices(6 * 4_001)) {
            try WatchPlan(legs: Array(repeating: long, count: 6))
        }
    }
}
