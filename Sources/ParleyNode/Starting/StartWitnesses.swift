import Logging
package import TransparencyLog

/// Asks every witness, before anything is signed, what it last cosigned of this log.
struct StartWitnesses: Sendable {
    let links: [NoteVerifierKey: any WitnessLink]
    let judge: WitnessJudge
    let limits: NodeLimits
    let logger: Logger

    /// The sizes that witnesses last cosigned; those that could not be asked, or prove nothing, are named in the journal
    /// and asked again before the first round that includes them.
    ///
    /// - Throws: `StartError` when one shows a checkpoint that this log's key has signed and this store does not hold.
    func ask(_ state: LogState) async throws -> [NoteVerifierKey: TreeSize] {
        let answers = await withTaskGroup(of: (NoteVerifierKey, Result<WitnessSighting, any Error>).self) { group in
            for (key, link) in links {
                group.addTask {
                    do {
                        let bytes = try await withinTime { try await link.lastCosigned(judge.logKey.name) }
                        return (key, .success(try judge.sighting(bytes, of: key, knowing: state)))
                    } catch { return (key, .failure(error)) }
                }
            }
            var answers: [(NoteVerifierKey, Result<WitnessSighting, any Error>)] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.0.vkey < $1.0.vkey }
        }
        var known: [NoteVerifierKey: TreeSize] = [:]
        for (key, answer) in answers {
            switch answer {
            case .success(.nothing): known[key] = TreeSize(0)
            case .success(.ours(let size)): known[key] = size
            case .success(.contradiction(let found)): throw StartError.contradicted(found, stored: state.size)
            case .success(.unproven(let reason)): warn(key, reason)
            case .failure(let error): warn(key, "\(error)")
            }
        }
        return known
    }

    private func warn(_ key: NoteVerifierKey, _ reason: String) {
        logger.warning(
            "witness not heard at the start; it is asked again before it is asked to cosign",
            metadata: ["witness": "\(key.name)", "reason": "\(reason)"])
    }

    private struct TookTooLong: Error, CustomStringConvertible {
        let description: String
    }

    private func withinTime<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        let milliseconds = limits.witnessRequestMilliseconds
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .milliseconds(milliseconds))
                throw TookTooLong(description: "no answer within \(milliseconds) ms")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}

extension StartError {
    /// What a witness has shown, as a reason not to start.
    package static func contradicted(_ found: WitnessContradiction, stored: TreeSize) -> StartError {
        let shown = found.shown.checkpoint
        return shown.size > stored
            ? .witnessAhead(witness: found.witness.name, stored: stored, cosigned: shown.size)
            : .witnessOtherRoot(witness: found.witness.name, size: shown.size, cosigned: shown.root)
    }
}
