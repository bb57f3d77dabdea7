import ArgumentParser
import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Keys: made and looked at here, enrolled and revoked by statements.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, show, enrol and revoke keys.",
        subcommands: [New.self, Show.self, Enrol.self, Admit.self, Revoke.self, Sealing.self])

    struct New: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a private key; it never leaves this machine unless you copy it.")
        @Option(help: "The file to write (PKCS #8, PEM, readable by you only).") var out: String
        @Option(help: "ed25519 or p256.") var algorithm = "ed25519"
        @Flag(help: "Print one JSON object.") var json = false

        func perform() async throws {
            guard let algorithm = PublicKey.Algorithm(rawValue: algorithm) else {
                throw Failure(.usage, "--algorithm: must be ed25519 or p256")
            }
            let key = SigningKey(algorithm)
            try Files.writeSecret(key.pem, to: out)
            KeyCommand.show(key.publicKey, json: json)
        }
    }

    struct Show: ReportingCommand {
        static let configuration = CommandConfiguration(abstract: "Show a key's public half and its fingerprint.")
        @Argument(help: "A private key file.") var file: String
        @Flag(help: "Print one JSON object.") var json = false

        func perform() async throws { KeyCommand.show(try NodeFolder.key(file).publicKey, json: json) }
    }

    struct Enrol: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol a key for an officer; signed by the party's root key.")
        @Argument(help: "The officer.") var officer: String
        @Option(help: "The public key in base64 (as `parley key show` prints it), or the officer's private key file.")
        var key: String
        @Option(help: "Days until it expires.") var days = 90
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let key = try PublicKeyArgument.read(key)
            let expires = SystemClock().now().adding(seconds: Int64(days) * 86_400)
            let body = JSONBody.make { body in
                body.publicKey("key", key)
                body.member("expires", expires.description)
            }
            try await speaker.say(.keyEnrol, subject: officer, body: body)
        }
    }

    struct Admit: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enrol the key of an officer's browser by the digits that the officer read to you.",
            discussion: """
                Type the digits as you heard them, on a call to or from a number that you know. The node looks up the key
                that they stand for; there is none if anybody changed the key, the officer or the log's key on the way.

                  parley key admit "12345 67890 12345 67890 12345" --as root.json
                """)
        @Argument(help: "The 25 digits; spaces and hyphens do not matter.") var digits: String
        @Option(help: "Days until the key expires.") var days = 90
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            guard let heard = SpokenFingerprint(digits) else {
                throw Failure(.usage, "'\(digits)' is not \(SpokenFingerprint.digitCount) digits")
            }
            let request = try await speaker.withSession { session in
                let bytes: [UInt8]
                do { bytes = try await session.get("/joining/keys/\(heard.digits)") } catch let failure as Failure {
                    guard failure.code == .refused else { throw failure }
                    throw Failure(
                        .refused,
                        "no key with these digits waits here. Have them read out again; if they are right, somebody may "
                            + "have changed the key on its way, or an hour has passed: let the officer ask anew")
                }
                let request: KeyRequest
                do { request = try KeyRequest(bytes) } catch { throw Failure(.refused, "\(error)") }
                guard request.fingerprint == heard else {
                    throw Failure(
                        .refused,
                        "the key's digits are \(request.fingerprint), not those you heard; do not enrol this key")
                }
                let own = session.identity
                guard request.accord == own.accord, request.logKey == own.logKey, request.party == own.party else {
                    throw Failure(.refused, "the key is for another party, accord or log than this identity's")
                }
                return request
            }
            if !speaker.json { Terminal.note("officer '\(request.officer)' of '\(request.party)'") }
            let expires = SystemClock().now().adding(seconds: Int64(days) * 86_400)
            let body = JSONBody.make { body in
                body.publicKey("key", request.key)
                body.member("expires", expires.description)
            }
            try await speaker.say(.keyEnrol, subject: request.officer.rawValue, body: body)
        }
    }

    struct Revoke: ReportingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key; signed by the party's root key or the officer whose key it is.")
        @Argument(help: "The key's fingerprint, 64 hex characters.") var fingerprint: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var speaker: SpeakerOptions

        func perform() async throws {
            let body = JSONBody.make { body in
                body.member("key", fingerprint)
                body.member("reason", reason)
            }
            try await speaker.say(.keyRevoke, subject: "key", body: body)
        }
    }

    private static func show(_ key: PublicKey, json: Bool) {
        if json {
            Output.json { fields in
                fields.member("algorithm", key.algorithm.rawValue)
                fields.member("fingerprint", key.id.description)
                fields.member("digits", SpokenFingerprint(of: key).digits)
                fields.member("publicKey", Base64.encode(key.spki))
            }
        } else {
            print("algorithm    \(key.algorithm.rawValue)")
            print("fingerprint  \(key.id)")
            print("read aloud   \(SpokenFingerprint(of: key))")
            print("public key   \(Base64.encode(key.spki))")
        }
    }
}

/// A public key as people hand it over: base64, or a key file.
enum PublicKeyArgument {
    static func read(_ text: String) throws -> PublicKey {
        if let der = try? Base64.decode(text) {
            do { return try PublicKey(spki: der) } catch { throw Failure(.usage, "the public key \(error)") }
        }
        return try NodeFolder.key(text).publicKey
    }
}

/// Small bodies made by commands.
enum JSONBody {
    static func make(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object(body)
        return writer.bytes
    }
}
