import Foundation
import Geodesy
import HTTPTypes
import Statements
import Testing
import TransparencyLog

@testable import HTTPSignatures

/// What this room signs, the PyPI package http-message-signatures verifies, and the other way round.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["PARLEY_SKIP_PYTHON"] == nil, "PARLEY_SKIP_PYTHON is set"))
struct PythonInteropTests {
    private static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private let python = package.appendingPathComponent(".build/venv/bin/python3")
    private let script = package.appendingPathComponent("scripts/interop/rfc9421.py")

    init() throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: python.path),
            """
            there is no Python at .build/venv: run scripts/setup, which makes the virtual environment and installs \
            http-message-signatures and cryptography, or set PARLEY_SKIP_PYTHON to leave these tests out
            """)
    }

    struct Job: Encodable {
        var `do`: String
        var method: String
        var url: String
        var headers: [[String]]
        var body: String?
        var algorithm: String
        var privateKey: String?
        var publicKey: String?
        var keyid: String?
        var nonce: String?
        var created: Int64?
        var components: [String]?

        init(_ verb: String, _ request: HTTPRequest, body: [UInt8]?, algorithm: PublicKey.Algorithm) {
            self.do = verb
            method = request.method.rawValue
            url = "\(request.scheme ?? "")://\(request.authority ?? "")\(request.path ?? "")"
            headers = request.headerFields.map { [$0.name.canonicalName, $0.value] }
            self.body = body.map { Base64.encode($0) }
            self.algorithm = algorithm.httpName
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: Name.self)
            try fields.encode(self.do, forKey: .do)
            try fields.encode(method, forKey: .method)
            try fields.encode(url, forKey: .url)
            try fields.encode(headers, forKey: .headers)
            // The script tells a body that is absent from one that is empty.
            try fields.encode(body, forKey: .body)
            try fields.encode(algorithm, forKey: .algorithm)
            try fields.encodeIfPresent(privateKey, forKey: .privateKey)
            try fields.encodeIfPresent(publicKey, forKey: .publicKey)
            try fields.encodeIfPresent(keyid, forKey: .keyid)
            try fields.encodeIfPresent(nonce, forKey: .nonce)
            try fields.encodeIfPresent(created, forKey: .created)
            try fields.encodeIfPresent(components, forKey: .components)
        }

        enum Name: String, CodingKey {
            case `do`, method, url, headers, body, algorithm, privateKey, publicKey, keyid, nonce, created, components
        }
    }

    private struct Signed: Decodable { let headers: [[String]] }

    private struct Verdict: Decodable {
        let ok: Bool
        let error: String?
        let components: [String: String]?
    }

    private func run<Answer: Decodable>(_ job: Job, _ type: Answer.Type) throws -> Answer {
        let process = Process()
        process.executableURL = python
        process.arguments = [script.path]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(job))
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0,
            "rfc9421.py (pip install http-message-signatures cryptography): \(String(decoding: complaint, as: UTF8.self))"
        )
        return try JSONDecoder().decode(type, from: answer)
    }

    private func publicPEM(_ key: PublicKey) -> String {
        "-----BEGIN PUBLIC KEY-----\n\(Base64.encode(key.spki))\n-----END PUBLIC KEY-----\n"
    }

    static let requests: [(HTTPRequest.Method, String, String, [UInt8]?)] = [
        (.post, "node.example", "/v1/statements?wait=1&x=%20a+b", Array("{\"a\": 1}".utf8)),
        (.get, "Node.Example:443", "/", nil), (.get, "node.example:8443", "/a%2Fb?x=%C3%A4&x=%C3%B6", nil),
        (.post, "[::1]:8080", "/v1/statements", []),
    ]

    @Test("signed here, verified there", arguments: 0..<requests.count, PublicKey.Algorithm.allCases)
    func outward(index: Int, algorithm: PublicKey.Algorithm) throws {
        let key = Fixtures.key(algorithm)
        let (method, authority, path, body) = Self.requests[index]
        let request = try Fixtures.signed(
            by: key, Fixtures.request(method, path: path, authority: authority), body: body)
        var job = Job("verify", request, body: body, algorithm: algorithm)
        job.publicKey = publicPEM(key.publicKey)
        let verdict = try run(job, Verdict.self)
        #expect(verdict.ok, "\(verdict.error ?? "")")
        let input = try SignatureInput(parsing: request)
        for component in input.components {
            #expect(verdict.components?["\"\(component.rawValue)\""] == (try component.value(in: request)))
        }
        var altered = request
        altered.method = .delete
        job.method = altered.method.rawValue
        #expect(try !run(job, Verdict.self).ok)
    }

    @Test("signed there, verified here", arguments: 0..<requests.count, PublicKey.Algorithm.allCases)
    func inward(index: Int, algorithm: PublicKey.Algorithm) throws {
        let key = Fixtures.key(algorithm)
        let (method, authority, path, body) = Self.requests[index]
        var request = Fixtures.request(method, path: path, authority: authority)
        var job = Job("sign", request, body: body, algorithm: algorithm)
        job.privateKey = key.pem
        job.keyid = key.publicKey.id.description
        job.nonce = Base64.encode(Fixtures.nonce)
        job.created = Fixtures.createdSeconds
        job.components = ["@path", "@method", "content-type", "@query", "@authority"]
        for pair in try run(job, Signed.self).headers {
            let name = try #require(HTTPField.Name(pair[0]))
            request.headerFields[name] = pair[1]
        }
        let verified = try Fixtures.verify(request, body: body, key: key.publicKey)
        #expect(verified.input.label == "from-python")
        #expect((verified.digest != nil) == (body != nil))
        var altered = request
        altered.path = path + "x"
        #expect(throws: SignatureError.self) { try Fixtures.verify(altered, body: body, key: key.publicKey) }
    }
}
