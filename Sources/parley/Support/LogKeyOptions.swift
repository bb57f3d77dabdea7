import ArgumentParser
import TransparencyLog

/// The log's key and the witnesses that are asked for, as commands that verify files take them.
struct LogKeyOptions: ParsableArguments {
    @Option(name: .customLong("log-key"), help: "The log's key (vkey), as you had it by another way than the file.")
    var logKey: String
    @Option(help: "A witness policy (tlog-policy): then what its witnesses have not cosigned is not verified.")
    var policy: String?

    func key() throws -> NoteVerifierKey { try Self.key(logKey) }

    static func key(_ text: String) throws -> NoteVerifierKey {
        do { return try NoteVerifierKey(vkey: text) } catch { throw Failure(.usage, "--log-key: \(error)") }
    }

    func witnessPolicy() throws -> WitnessPolicy? { try Self.witnessPolicy(policy) }

    static func witnessPolicy(_ file: String?) throws -> WitnessPolicy? {
        guard let file else { return nil }
        do { return try WitnessPolicy(parsing: Files.read(file, limit: WitnessPolicy.maximumByteCount)) } catch let
            error
            as PolicyError
        {
            throw Failure(.usage, "--policy \(file): \(error)")
        }
    }
}
