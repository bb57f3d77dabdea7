import Geodesy
import Testing

@testable import Tracking

@Suite struct MovementWatchTests {
    @Test("given a movement on its way, when it keeps to its plan, then nothing is raised and its legs are reached")
    func keepsToItsPlan() throws {
        var watch = MovementWatch(try twoLegs())
        var reached: [Int] = []
        for minute in Int64(0)...50 {
            let outcome = watch.take(try report(place(36.2, 37.0 + 0.2 * Double(minute) / 50), at(minute)))
            #expect(outcome.verdict == .taken)
            #expect(outcome.changes.isEmpty)
            reached += outcome.reachedLegs
        }
        #expect(reached == [0])
        // The planned halt: an hour and ten minutes at the end of the first leg.
        for minute in Int64(51)...121 {
            let outcome = watch.take(try report(place(36.2, 37.2), at(minute)))
            #expect(outcome.changes.isEmpty)
        }
        for minute in Int64(122)...170 {
            reached +=
                watch.take(try report(place(36.2, 37.2 + 0.2 * Double(minute - 121) / 49), at(minute))).reachedLegs
        }
        #expect(reached == [0, 1])
        #expect(watch.hasArrived)
        #expect(watch.tick(at(10_000)).isEmpty)
        #expect(watch.nextDue == nil)
    }

    @Test("its positions show that it set out, not before its time and not by being somewhere else")
    func settingOut() throws {
        var watch = MovementWatch(try twoLegs())
        // In its depot, far from the route, and early.
        #expect(!watch.take(try report(place(36.3, 37.0), at(-60))).hasSetOut)
        #expect(!watch.take(try report(place(36.2, 37.0), at(-5))).hasSetOut)
        #expect(!watch.take(try report(place(36.2, 37.01), at(-2))).hasSetOut)
        #expect(watch.setOutAt == nil)
        #expect(watch.take(try report(place(36.2, 37.02), at(1))).hasSetOut)
        #expect(watch.setOutAt == at(1))
    }

    @Test("before it sets out it is neither silent nor stopped nor off-route, but it can be late")
    func beforeSettingOut() throws {
        var watch = MovementWatch(try twoLegs())
        for minute in Int64(-120)...0 { #expect(watch.take(try report(place(36.3, 37.0), at(minute))).changes.isEmpty) }
        #expect(watch.tick(at(60)).isEmpty)
        #expect(watch.tick(at(60, 1)) == [.raised(.late(leg: 0, due: at(60)))])
        #expect(watch.tick(at(90)).isEmpty)
        #expect(watch.activeKinds == [.late])
    }

    @Test(
        "given a leg's latest arrival passed, when its end is reached, then lateness ends and the next leg is looked at"
    )
    func lateAndReached() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.take(try report(place(36.2, 37.1), at(59)))
        #expect(watch.tick(at(61)) == [.raised(.late(leg: 0, due: at(60)))])
        let outcome = watch.take(try report(place(36.2, 37.2), at(64)))
        #expect(outcome.cleared == [.late])
        #expect(outcome.reachedLegs == [0])
        #expect(outcome.shouldState)
        #expect(watch.tick(at(181)).contains(.raised(.late(leg: 1, due: at(180)))))
        #expect(watch.reach(leg: 1, at: at(182)).contains(.cleared(.late(leg: 1, due: at(180)))))
    }

    @Test("off-route begins beyond half-width and accuracy, keeps while the position is vague, and ends on the route")
    func offRoute() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        // 0.003 degrees of latitude are 333 m: within 100 m and 250 m of accuracy, not within 100 m and 200 m.
        #expect(watch.take(try report(place(36.203, 37.02), at(1), accuracyMetres: 250)).changes.isEmpty)
        let away = watch.take(try report(place(36.203, 37.03), at(3), accuracyMetres: 200))
        guard case .raised(.offRoute(_, _, let nearest))? = away.changes.first else {
            Issue.record("\(away)")
            return
        }
        #expect((332_000...334_000).contains(nearest.distanceMillimetres))
        #expect(nearest.leg == 0)
        #expect(away.shouldState)
        #expect(watch.take(try report(place(36.203, 37.04), at(4), accuracyMetres: 2_000)).changes.isEmpty)
        #expect(watch.activeKinds == [.offRoute])
        #expect(watch.take(try report(place(36.2005, 37.05), at(6))).cleared == [.offRoute])
    }

    @Test("an accuracy of 100 km hides nothing: it counts for two kilometres at most")
    func vagueness() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        #expect(watch.take(try report(place(36.23, 37.02), at(1), accuracyMetres: 100_000)).raised == [.offRoute])
    }

    @Test("the leg last reached still counts, and legs ahead do, but not one that lies behind")
    func legsThatCount() throws {
        let plan = try WatchPlan(legs: [
            leg(from: 37.0, to: 37.2, departs: at(0), arrives: at(60)),
            leg(from: 37.2, to: 37.4, departs: at(60), arrives: at(120)),
            leg(from: 37.4, to: 37.6, departs: at(120), arrives: at(180)),
        ])
        var watch = MovementWatch(plan, setOutAt: at(0), legsReached: 2)
        #expect(watch.take(try report(place(36.2, 37.3), at(119))).changes.isEmpty)
        #expect(watch.take(try report(place(36.2, 37.25), at(121))).changes.isEmpty)
        #expect(watch.take(try report(place(36.2, 37.1), at(131))).raised == [.offRoute])
    }

    @Test("given no position, when the time passes, then it is silent, until a fix that is fresh")
    func silence() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.take(try report(place(36.2, 37.05), at(10)))
        #expect(watch.nextDue == at(40))
        #expect(watch.tick(at(40)).isEmpty)
        #expect(watch.tick(at(40, 1)) == [.raised(.silent(since: at(10)))])
        #expect(watch.tick(at(41)).isEmpty)
        // A buffered position from minute 12 comes in at minute 45: newer, but itself 33 minutes old.
        #expect(watch.take(try report(place(36.2, 37.06), at(12)), receivedAt: at(45)).changes.isEmpty)
        #expect(watch.activeKinds == [.silent])
        // One from before the newest changes nothing.
        #expect(watch.take(try report(place(36.2, 37.055), at(11)), receivedAt: at(45)).verdict == .enteredLate)
        #expect(watch.activeKinds == [.silent])
        #expect(watch.take(try report(place(36.2, 37.1), at(46))).cleared == [.silent])
    }

    @Test("silence counts from setting out when no position ever came")
    func silentFromTheStart() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(5))
        #expect(watch.tick(at(36)) == [.raised(.silent(since: at(5)))])
    }

    @Test(
        "given a movement under way, when it stays within 200 m for half an hour, then it has stopped since it came there"
    )
    func stopped() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        var raised: [AlarmChange] = []
        for minute in Int64(10)...45 {
            // It shifts by some 90 m, to and fro.
            let outcome = watch.take(try report(place(36.2, 37.1 + Double(minute % 2) * 0.001), at(minute)))
            raised += outcome.changes
            if minute < 40 { #expect(outcome.changes.isEmpty) }
        }
        #expect(raised == [.raised(.stopped(since: at(10), at: try place(36.2, 37.1)))])
        #expect(watch.take(try report(place(36.2, 37.11), at(46))).cleared == [.stopped])
    }

    @Test("a planned halt is no stop; staying on elsewhere after the next leg's departure is one, counted from there")
    func plannedHalt() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.take(try report(place(36.2, 37.2), at(50)))
        // Parked 600 m on, outside the end of the leg, during the planned halt until minute 120.
        for minute in stride(from: Int64(55), through: 149, by: 2) {
            #expect(watch.take(try report(place(36.2, 37.207), at(minute))).changes.isEmpty, "minute \(minute)")
        }
        let outcome = watch.take(try report(place(36.2, 37.207), at(150)))
        #expect(outcome.changes == [.raised(.stopped(since: at(120), at: try place(36.2, 37.207)))])
        // At the leg's very end it is where it was planned to be, however long.
        var other = MovementWatch(try twoLegs(), setOutAt: at(0))
        for minute in stride(from: Int64(50), through: 175, by: 5) {
            #expect(other.take(try report(place(36.2, 37.2), at(minute))).changes.isEmpty)
        }
    }

    @Test(
        "given it was never seen at a leg's end, when it is twice on the next leg, then the leg is passed, and says so")
    func passedUnseen() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.take(try report(place(36.2, 37.19), at(20)))
        #expect(watch.take(try report(place(36.2, 37.21), at(21))).passedLegs == [])
        let outcome = watch.take(try report(place(36.2, 37.22), at(22)))
        #expect(outcome.passedLegs == [0])
        #expect(outcome.reachedLegs == [])
        #expect(outcome.shouldState)
        #expect(watch.passedUnseen == [0])
        #expect(watch.nextLeg == 1)
    }

    @Test("a way back along the same road is not begun before the far end is reached")
    func thereAndBack() throws {
        let plan = try WatchPlan(legs: [
            leg(from: 37.0, to: 37.2, departs: at(0), arrives: at(60)),
            leg(from: 37.2, to: 37.0, departs: at(60), arrives: at(120)),
        ])
        var watch = MovementWatch(plan, setOutAt: at(0))
        for minute in Int64(1)..<20 {
            let outcome = watch.take(try report(place(36.2, 37.0 + Double(minute) / 100), at(minute)))
            #expect(outcome.reachedLegs == [] && outcome.passedLegs == [] && outcome.changes.isEmpty)
        }
        #expect(watch.take(try report(place(36.2, 37.2), at(20))).reachedLegs == [0])
        for minute in Int64(21)..<40 {
            #expect(watch.take(try report(place(36.2, 37.4 - Double(minute) / 100), at(minute))).reachedLegs == [])
        }
        #expect(watch.take(try report(place(36.2, 37.0), at(40))).reachedLegs == [1])
    }

    @Test("check-ins are stated when they matter: the first, what began or ended, and each half hour")
    func whatIsStated() throws {
        var watch = MovementWatch(
            try twoLegs(), thresholds: WatchThresholds(stateEverySeconds: 600), setOutAt: at(0))
        var stated: [Int64] = []
        for minute in Int64(0)...30 {
            if watch.take(try report(place(36.2, 37.0 + Double(minute) * 0.006), at(minute))).shouldState {
                stated.append(minute)
            }
        }
        #expect(stated == [0, 10, 20, 30])
    }

    @Test("after a restart it goes on from the newest report that was stated")
    func restarted() throws {
        let last = try report(place(36.2, 37.25), at(130))
        var watch = MovementWatch(try twoLegs(), legsReached: 1, newest: last)
        #expect(watch.nextDue == at(160))
        #expect(watch.tick(at(159)).isEmpty)
        #expect(watch.take(last, receivedAt: at(140)).refusal == .duplicate(at: at(130)))
        #expect(watch.take(try report(place(36.2, 38.25), at(131))).refusal?.canBeConfirmed == true)
        #expect(!watch.take(try report(place(36.2, 37.26), at(131))).shouldState)
        #expect(watch.tick(at(162)) == [.raised(.silent(since: at(131)))])
        var silent = MovementWatch(try twoLegs(), legsReached: 1)
        #expect(silent.tick(at(31)) == [.raised(.silent(since: at(0)))])
    }

    @Test("a closed movement ends its alarms and takes nothing")
    func closed() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0))
        _ = watch.tick(at(61))
        #expect(Set(watch.close().map(\.alarm.kind)) == [.late, .silent])
        #expect(watch.take(try report(place(36.2, 37.1), at(62))).refusal == .closed)
        #expect(watch.tick(at(500)).isEmpty && watch.nextDue == nil && watch.active.isEmpty)
    }

    @Test("a changed plan keeps what was reached; a delay ends lateness")
    func amended() throws {
        var watch = MovementWatch(try twoLegs(), setOutAt: at(0), legsReached: 1)
        _ = watch.take(try report(place(36.2, 37.3), at(160)))
        #expect(watch.tick(at(180, 1)).contains(.raised(.late(leg: 1, due: at(180)))))
        let later = try WatchPlan(legs: [
            leg(from: 37.0, to: 37.2, departs: at(0), arrives: at(60)),
            leg(from: 37.2, to: 37.4, departs: at(120), arrives: at(240)),
        ])
        #expect(watch.amend(later) == [.cleared(.late(leg: 1, due: at(180)))])
        #expect(watch.nextLeg == 1)
        #expect(watch.nextDue == at(190), "silence since minute 160")
    }

    @Test("movements across the antimeridian and over the pole are followed", arguments: [true, false])
    func edgesOfTheMap(isPole: Bool) throws {
        let path =
            isPole
            ? try [place(89.9, 0), place(90, 0), place(89.9, 180)]
            : try [place(10, 179.9), place(10, 180), place(10, -179.9)]
        let plan = try WatchPlan(legs: [
            WatchPlan.Leg(
                route: try Route(path: path, halfWidthMillimetres: 100_000), earliestDeparture: at(0),
                latestArrival: at(60))
        ])
        var watch = MovementWatch(plan, setOutAt: at(0))
        let fixes =
            isPole
            ? try [place(89.95, 0), place(89.999, 0), place(89.999, 180), place(89.95, 180), path[2]]
            : try [place(10, 179.95), place(10, 179.999), place(10, -179.999), place(10, -179.95), path[2]]
        for (step, position) in fixes.enumerated() {
            let outcome = watch.take(try report(position, at(Int64(step) * 10)))
            #expect(outcome.verdict == .taken && outcome.changes.isEmpty, "\(position)")
        }
        #expect(watch.hasArrived)
    }
}
