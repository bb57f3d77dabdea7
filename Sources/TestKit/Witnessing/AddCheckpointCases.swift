public import TransparencyLog

/// Public add-checkpoint cases, made by other implementations: requests with the log's real signatures, and the statuses.
///
/// Source: sunlight, internal/witness/witness_test.go, TestAddCheckpoint, which has them from torchwood's litewitness.
public enum AddCheckpointCases {
    /// The log's origin.
    public static let origin = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"

    /// One request, and the status that belongs to it.
    public struct Case: Sendable {
        /// What it is about.
        public let name: String
        let old: Int
        let proof: [String]
        let size: String
        let root: String
        let signature: String?
        /// The status.
        public let status: Int
        var origin = AddCheckpointCases.origin
        /// The size that a 409 names.
        public var conflict: TreeSize?

        /// The request's body.
        public var body: [UInt8] {
            let line = signature.map { "\n\u{2014} \(origin) \($0)\n" } ?? ""
            return Array((["old \(old)"] + proof + ["", origin, size, root, line]).joined(separator: "\n").utf8)
        }
    }

    /// A leaf hash of the tests' log: its number, after 0x2A, in 32 bytes.
    static func leaf(_ number: UInt8) -> String { Base64.encode([0x2A, number] + [UInt8](repeating: 0, count: 30)) }

    static let three = "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0="
    static let five = "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY="
    static let signedThree =
        "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go="
    static let signedFive =
        "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww="

    /// The cases, to be asked in this order of one witness that has cosigned nothing.
    public static let all = [
        Case(
            name: "first at size 1", old: 0, proof: [], size: "1", root: leaf(0),
            signature: "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=",
            status: 200),
        Case(
            name: "invalid signature", old: 1, proof: [leaf(1), leaf(2)], size: "3", root: three,
            signature: signedThree.replacingLastGroup("6gx="), status: 403),
        Case(
            name: "unknown log", old: 1, proof: [leaf(1), leaf(2)], size: "3", root: three, signature: signedThree,
            status: 404, origin: String(origin.dropLast()) + "3"),
        Case(
            name: "missing proof", old: 1, proof: [], size: "3", root: three, signature: signedThree, status: 422),
        Case(
            name: "wrong proof", old: 1, proof: [leaf(1), String(leaf(2).dropLast(3)) + "BA="], size: "3", root: three,
            signature: signedThree, status: 422),
        Case(
            name: "grow to 3", old: 1, proof: [leaf(1), leaf(2)], size: "3", root: three, signature: signedThree,
            status: 200),
        Case(
            name: "old size is not the last", old: 1,
            proof: [leaf(1), "+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=", leaf(4)], size: "5", root: five,
            signature: signedFive, status: 409, conflict: 3),
        Case(
            name: "grow to 5", old: 3,
            proof: [leaf(2), leaf(3), "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=", leaf(4)], size: "5", root: five,
            signature: signedFive, status: 200),
        Case(
            name: "old size 0 is not the last", old: 0, proof: [], size: "5", root: five, signature: signedFive,
            status: 409, conflict: 5),
        Case(name: "no signature", old: 5, proof: [], size: "5", root: five, signature: nil, status: 400),
        Case(
            name: "a size in words", old: 5, proof: [], size: "five", root: leaf(0),
            signature: "UgIom4JTC2MerrFcJ5xDcWHzRPVB6zzGBIw4OFqcKDflqjH4q4xY5vMxUxyczvdIlEwFYf7ivQU4KoWan2bLmzLx0go=",
            status: 400),
    ]

    /// The log's key.
    ///
    /// - Throws: never, for these bytes.
    public static func logKey() throws -> NoteVerifierKey {
        try NoteVerifierKey(
            name: KeyName(origin), kind: .ed25519,
            publicKey: Hex.decode("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"))
    }
}

extension String {
    /// The same base64 with other last four characters.
    fileprivate func replacingLastGroup(_ group: String) -> String { dropLast(4) + group }
}
