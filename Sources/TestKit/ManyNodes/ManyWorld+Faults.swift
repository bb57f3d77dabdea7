import ParleyNode
import TransparencyLog

/// When what goes wrong.
extension ManyWorld {
    /// Starts everybody and lays out the faults.
    func begin() {
        let late = Set((0..<drawn.lateJoiners).compactMap { _ in random.one(of: nodes)?.place })
        conductor.spawn { await self.host.start() }
        for node in nodes {
            let delay = late.contains(node.place) ? random.within(3_000...18_000) : random.within(0...300)
            conductor.after(delay) { self.conductor.spawn { await node.start() } }
        }
        for officer in officers { conductor.spawn { await officer.work() } }
        if drawn.hasEquivocation { random.one(of: officers)?.equivocates = true }
        if drawn.lies > 0 {
            network.liars = Set((0...Int(random.within(0...2))).map { _ in random.below(nodes.count + 1) })
        }
        layOut()
        beat()
        backUp()
    }

    private func layOut() {
        for _ in 0..<drawn.partitions {
            sometime {
                let some = (0...self.nodes.count).filter { _ in self.random.happens(450) }
                self.note("cut: \(some)")
                self.network.cut(Set(some))
                self.conductor.after(self.random.within(1_000...9_000)) { self.network.cut([]) }
            }
        }
        for _ in 0..<drawn.powerLosses {
            sometime {
                let place = self.random.below(self.nodes.count + 1)
                if place == 0 { return self.host.crash("the power goes", losesPower: true) }
                self.nodes[place - 1].crash("the power goes", losesPower: true)
            }
        }
        for _ in 0..<drawn.skews {
            sometime {
                let place = self.random.below(self.nodes.count + 1)
                self.offsets[place] = self.random.within(-6...6) * 3_600
                self.note("clock of \(place) off by \(self.offsets[place] ?? 0) s")
            }
        }
        for _ in 0..<drawn.restoredFollowers { sometime { self.random.one(of: self.nodes)?.restoreFollower() } }
        if drawn.restoresWitness { sometime(after: 9_000) { self.random.one(of: self.nodes)?.restoreWitness() } }
        if drawn.restoresHostStore { sometime(after: 9_000) { self.host.restoreBackup(anchorToo: false) } }
        if drawn.hasHostileWitness { sometime { self.random.one(of: self.nodes)?.isHostile = true } }
        if let crime = drawn.crime { sometime(after: 7_000) { self.commit(crime) } }
    }

    private func sometime(after earliest: Int64 = 1_500, _ action: @escaping @Sendable () -> Void) {
        conductor.after(random.within(earliest...ManyNodes.faultyMilliseconds - 4_000), action)
    }

    private func commit(_ crime: ManyFaults.Crime) {
        note("the host's crime: \(crime.rawValue)")
        switch crime {
        case .splitView:
            let some = nodes.map(\.place).filter { _ in random.happens(500) }
            host.split(deceiving: some.isEmpty || some.count == nodes.count ? [1] : Set(some))
        case .brokenPromise: host.promisesToBreak = 1
        case .restoredHost:
            // Nobody can be asked, or else it would not start.
            network.cut([0])
            host.restoreBackup(anchorToo: true)
            for delay in [3_500, 4_500, 5_500] as [Int64] {
                conductor.after(delay) { self.host.main?.sequence(forcesTick: true) }
            }
            conductor.after(6_500) { self.network.cut([]) }
        }
    }

    private func beat() {
        guard !isOver else { return }
        host.main?.beat()
        host.shadow?.beat()
        conductor.after(3_000) { self.beat() }
    }

    private func backUp() {
        guard !isQuiet else { return }
        host.backUp()
        conductor.after(4_000) { self.backUp() }
    }

    /// Faults end: links hold, clocks are right, disks are good, and everybody is started anew.
    func heal() {
        note("faults end")
        isQuiet = true
        network.heal()
        storeFaults = .none
        // What was signed with a clock that was ahead is in the past again after a night.
        if offsets.values.contains(where: { $0 != 0 }) { nightSeconds = 8 * 3_600 }
        offsets = [:]
        host.promisesToBreak = 0
        host.crash("restarts", losesPower: false)
        host.callOperator()
        for node in nodes {
            node.isHostile = false
            node.crash("restarts", losesPower: false)
            node.callOperator()
            node.clearUnproven()
        }
    }

    /// Operators look after their nodes.
    func look() { for node in nodes { node.clearUnproven() } }
}
