import TransparencyLog

/// What the rounds know of one witness.
struct WitnessMember: Sendable {
    /// Whether there is a way to reach it.
    let isLinked: Bool
    /// The size that it cosigned last, as far as is known, and kept nowhere else; nil when it is to be asked first.
    var known: TreeSize?
    /// What is out.
    var request: WitnessRequest?
    /// Failures since its last cosignature.
    var failures = 0
    /// When it may be asked again.
    var notBefore: Int64 = 0
    /// Whether it missed the end of a round; nobody waits for it until it has cosigned again.
    var isLate = false
    /// Refusals by 409 since its last cosignature.
    var conflicts = 0
    /// Why what it showed last is doubted: its next sighting must prove it, or else it is untruthful.
    var claim: String?
    /// What is wrong with it.
    var trouble: WitnessTrouble?

    init(isLinked: Bool, known: TreeSize? = nil) {
        self.isLinked = isLinked
        self.known = known
        trouble = isLinked ? nil : .notConfigured
    }

    /// Whether a round that needs it waits for it.
    func isAwaited(for size: TreeSize, _ limits: NodeLimits) -> Bool {
        isLinked && !isLate && failures < limits.witnessFailuresUntilIgnored && (known ?? 0) <= size
    }

    mutating func succeed(at size: TreeSize) {
        known = max(known ?? 0, size)
        failures = 0
        conflicts = 0
        isLate = false
        claim = nil
        trouble = nil
    }

    mutating func fail(_ trouble: WitnessTrouble, at now: Int64, _ limits: NodeLimits) {
        self.trouble = trouble
        failures = min(failures + 1, 62)
        if case .unreachable = trouble {} else { failures = max(failures, limits.witnessFailuresUntilIgnored) }
        let doubled = limits.witnessBackoffMilliseconds << Int64(min(failures - 1, 16))
        notBefore = now + min(doubled, limits.witnessBackoffMaximumMilliseconds)
        conflicts = 0
        claim = nil
        // Whatever was known of it may have changed meanwhile.
        known = nil
    }
}
