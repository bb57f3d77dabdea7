import Statements

/// Sealing a body for its recipients, and opening it at one of them.
struct SealBench {
    var bodies = 1_000
    private let recipients = 8
    private let bodyBytes = 2_048

    func run() throws -> BenchResult {
        let keys = (0..<recipients).map { _ in SealingPrivateKey() }
        let parties = keys.enumerated().map { number, key in
            SealingRecipient(PartyID(checked: "party-\(number)"), key.publicKey)
        }
        // Ten fields that add up to the size.
        let filler = String(repeating: "x", count: (bodyBytes - 2) / 10 - 15)
        let text = "{" + (0..<10).map { "\"field-\($0)\":\"\(filler)\"" }.joined(separator: ",") + "}"
        let body = Array(text.utf8)
        var sealing = Duration.zero
        var opening = Duration.zero
        var sealedBytes = 0
        for number in 0..<bodies {
            let start = ContinuousClock.now
            let opened = try OpenedBody(body: body)
            let sealed = try SealedBody(sealing: [(opened, parties)])
            let middle = ContinuousClock.now
            let read = try SealedBody(sealed.bytes)
            let parts = try read.open(with: [keys[number % recipients]], as: opened.commitment)
            let end = ContinuousClock.now
            guard parts.first?.body == opened else { throw Failure(.refused, "a body did not open to what was sealed") }
            sealing += middle - start
            opening += end - middle
            sealedBytes = sealed.bytes.count
        }
        let count = Double(bodies)
        return BenchResult(
            name: "seal", value: (sealing + opening).seconds / count * 1e3, unit: "ms",
            seconds: (sealing + opening).seconds,
            conditions:
                "a body of \(body.count) bytes in 10 fields committed to and sealed for \(recipients) recipients, "
                + "then read and opened by one, on one core",
            details: [
                ("sealMilliseconds", sealing.seconds / count * 1e3),
                ("openMilliseconds", opening.seconds / count * 1e3),
                ("sealedBytes", Double(sealedBytes)), ("bodies", count),
            ])
    }
}
