public import AsyncHTTPClient
public import Delivery
import Geodesy
import NIOCore
import NIOHTTP1

/// Signed events to an https address (Standard Webhooks), with the same `webhook-id` for every attempt.
///
/// Redirects are not followed: whoever answers at the address could otherwise send this node wherever it likes. Of an
/// answer only its status counts, and `Retry-After`; its body is read up to a limit and thrown away.
public struct WebhookMeans: DeliveryMeans {
    /// Named limits of one attempt.
    public struct Limits: Sendable {
        /// From the request to the end of the answer.
        public var seconds: Int64 = 10
        /// Bytes of an answer that are read before the connection is given up.
        public var maximumAnswerBytes = 4_096
        /// The longest wait that an answer may ask for.
        public var maximumRetrySeconds: Int64 = 3_600

        /// The limits as stated.
        public init() {}
    }

    private let http: HTTPClient
    private let secrets: any SecretSource
    private let limits: Limits

    /// Webhooks over connections of `CourierHTTP`, which the caller closes.
    public init(http: HTTPClient, secrets: any SecretSource, limits: Limits = Limits()) {
        self.http = http
        self.secrets = secrets
        self.limits = limits
    }

    /// Signs with every secret of the address, newest first, so that a receiver can change its own at leisure.
    public func send(_ parcel: Parcel, to address: Address) async -> DeliveryOutcome {
        guard case .webhook(let url, let names) = address.place else {
            return .refused(DeliveryFault(.notConfigured, "'\(address.name)' is not a webhook"))
        }
        let event = WebhookEvent(parcel)
        let timestamp = parcel.at.microsecondsSince1970 / 1_000_000
        var signatures: [String] = []
        for name in names {
            guard let text = try? secrets.secret(name), let secret = WebhookSecret(text),
                let signature = try? secret.sign(id: parcel.key.text, timestamp: timestamp, body: event.bytes)
            else {
                return .failed(
                    DeliveryFault(.notConfigured, "the secret '\(name)' is missing or is not whsec_ or whsk_ base64"))
            }
            signatures.append(signature)
        }
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: WebhookEvent.contentType)
        request.headers.add(name: "User-Agent", value: "parley")
        request.headers.add(name: "webhook-id", value: parcel.key.text)
        request.headers.add(name: "webhook-timestamp", value: String(timestamp))
        request.headers.add(name: "webhook-signature", value: signatures.joined(separator: " "))
        request.body = .bytes(ByteBuffer(bytes: event.bytes))
        let answer = await CourierHTTP.post(
            request, by: http, seconds: limits.seconds, upTo: limits.maximumAnswerBytes)
        switch answer {
        case .failure(let fault): return .failed(fault)
        case .success(let answer): return judge(answer)
        }
    }

    private func judge(_ answer: CourierHTTP.Answer) -> DeliveryOutcome {
        switch answer.status {
        case 200...299: return .handedOver
        case 410: return .refused(DeliveryFault(.refused, "the receiver answers 410: it wants no more events"))
        case 300...399:
            return .failed(
                DeliveryFault(.badAnswer, "the receiver answers \(answer.status): redirects are not followed"))
        case 429, 502, 503, 504:
            let asked = answer.retryAfterSeconds.map { min($0, limits.maximumRetrySeconds) }
            return .failed(DeliveryFault(.busy, "the receiver answers \(answer.status)"), retryAfterSeconds: asked)
        default: return .failed(DeliveryFault(.refused, "the receiver answers \(answer.status)"))
        }
    }
}
