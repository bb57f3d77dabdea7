import Geodesy
import Testing

@testable import Tracking

@Suite struct BadReportTests {
    /// A movement at 37.05 at minute 10.
    private func underWay() throws -> MovementWatch {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.take(try report(place(36.2, 37.05), at(10)))
        return watch
    }

    /// What a report must not have moved.
    private func state(_ watch: MovementWatch) -> [String] {
        [
            "\(watch.newest.debugDescription)", "\(watch.active)", "\(watch.nextLeg)",
            "\(watch.nextDue.debugDescription)",
            "\(watch.anchor.debugDescription)", "\(watch.lastStated.debugDescription)", "\(watch.piece)",
        ]
    }

    @Test("a report from more than five minutes ahead is refused, one from less is taken")
    func fromTheFuture() throws {
        var watch = try underWay()
        let before = state(watch)
        let late = try report(place(36.2, 37.06), at(17, 1))
        #expect(
            watch.take(late, receivedAt: at(12)).refusal == .fromTheFuture(at: at(17, 1), receivedAt: at(12)))
        #expect(state(watch) == before)
        #expect(watch.take(try report(place(36.2, 37.06), at(17)), receivedAt: at(12)).verdict == .taken)
    }

    @Test("1970 and anything older than thirty days is refused")
    func tooOld() throws {
        var watch = try underWay()
        let before = state(watch)
        let epoch = try Instant(microsecondsSince1970: 0)
        #expect(watch.take(try report(place(36.2, 37.06), epoch), receivedAt: at(12)).refusal?.canBeConfirmed == false)
        #expect(watch.take(try report(place(36.2, 37.06), .earliest), receivedAt: at(12)).refusal != nil)
        #expect(watch.take(try report(place(36.2, 37.06), .latest), receivedAt: at(12)).refusal != nil)
        #expect(state(watch) == before)
    }

    @Test("the same report twice counts once, whether it was the newest or entered late")
    func duplicate() throws {
        var watch = try underWay()
        let same = try report(place(36.2, 37.05), at(10))
        #expect(watch.take(same, receivedAt: at(11)).refusal == .duplicate(at: at(10)))
        let early = try report(place(36.2, 37.04), at(8))
        #expect(watch.take(early, receivedAt: at(11)).verdict == .enteredLate)
        #expect(watch.take(early, receivedAt: at(11)).refusal == .duplicate(at: at(8)))
        // Another device at the same place and time is another report.
        let other = try report(place(36.2, 37.05), at(10), device: "t2")
        #expect(watch.take(other, receivedAt: at(11)).verdict == .enteredLate)
    }

    @Test("out of order is kept and moves nothing")
    func outOfOrder() throws {
        var watch = try underWay()
        let before = state(watch)
        let outcome = watch.take(try report(place(36.25, 37.04), at(9)), receivedAt: at(11))
        #expect(outcome.verdict == .enteredLate && outcome.changes.isEmpty && !outcome.shouldState)
        #expect(state(watch) == before)
    }

    @Test("a jump that takes more than 250 km/h says how far and how fast, and is taken when confirmed")
    func jump() throws {
        var watch = try underWay()
        let before = state(watch)
        // Half a degree east, 45 km, in one minute.
        let far = try report(place(36.2, 37.55), at(11))
        guard case .impossibleJump(let kilometres, let speed, _, let since)? = watch.take(far).refusal else {
            Issue.record("not refused")
            return
        }
        #expect(kilometres == 44 && (2_500...2_700).contains(speed) && since == at(10))
        #expect(state(watch) == before)
        #expect(watch.take(far, receivedAt: at(11), isConfirmed: true).verdict == .taken)
        #expect(watch.newest == far)
    }

    @Test("trackers at both ends of a convoy are no jump, and one second is not divided by")
    func severalTrackers() throws {
        var watch = try underWay()
        #expect(watch.take(try report(place(36.2, 37.07), at(10), device: "t2")).verdict == .enteredLate)
        #expect(watch.take(try report(place(36.2, 37.065), at(10, 1), device: "t2")).verdict == .taken)
    }

    @Test("another continent is refused with the distance to the route, even as the first fix")
    func anotherContinent() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        let outcome = watch.take(try report(place(-36.2, 37.05), at(5)))
        guard case .farFromRoute(let kilometres, _)? = outcome.refusal else {
            Issue.record("\(outcome)")
            return
        }
        #expect((8_000...8_020).contains(kilometres))
        #expect(watch.newest == nil)
        #expect(
            watch.take(try report(place(-36.2, 37.05), at(5)), receivedAt: at(5), isConfirmed: true).verdict == .taken)
    }

    @Test("latitude and longitude swapped are refused, not followed")
    func swapped() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        let swapped = try report(place(37.05, 36.2), at(5))
        // Some 120 km away: within 500 km of the route, so only off-route says so.
        #expect(watch.take(swapped).raised == [.offRoute])
        var later = try underWay()
        #expect(later.take(try report(place(37.05, 36.2), at(11))).refusal?.canBeConfirmed == true)
    }

    @Test("however reports are mixed up, what is newest is the newest that was taken", arguments: UInt64(0)..<40)
    func anyOrder(seed: UInt64) throws {
        var random = Seeded(seed)
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        var newest: PositionReport?
        var received = at(0)
        for _ in 0..<200 {
            received = received.adding(seconds: Int64.random(in: 0...60, using: &random))
            let time = received.adding(seconds: Int64.random(in: -900...400, using: &random))
            let position = try place(
                36.2 + Double.random(in: -0.01...0.01, using: &random),
                37 + Double.random(in: 0...0.4, using: &random))
            let report = try report(position, time, device: nil)
            let outcome = watch.take(report, receivedAt: received)
            switch outcome.verdict {
            case .taken:
                #expect(newest.map { $0.at < report.at } ?? true)
                newest = report
            case .enteredLate: #expect(newest.map { $0.at >= report.at } == true && outcome.changes.isEmpty)
            case .refused: #expect(outcome.changes.isEmpty && !outcome.shouldState)
            }
            #expect(watch.newest == newest)
            // Raised and cleared alternate by kind, and what is active is what was raised last.
            #expect(Set(watch.active.map(\.kind)).count == watch.active.count)
        }
    }
}
