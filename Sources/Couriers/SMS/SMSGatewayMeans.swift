public import AsyncHTTPClient
public import Delivery
import NIOCore
import NIOHTTP1
import StrictJSON

/// Text messages through a provider's HTTP interface, asked as a `GatewayTemplate` says.
public struct SMSGatewayMeans: DeliveryMeans {
    /// From the request to the end of the answer.
    public static let seconds: Int64 = 15
    /// Bytes of an answer that are looked at.
    public static let maximumAnswerBytes = 16_384

    private let template: GatewayTemplate
    private let secret: SecretName?
    private let secrets: any SecretSource
    private let http: HTTPClient

    /// A gateway.
    ///
    /// - Parameters:
    ///   - template: how it is asked.
    ///   - secret: what `{secret}` stands for; nil where the template has none.
    ///   - secrets: where it lies.
    ///   - http: connections of `CourierHTTP`, which the caller closes.
    /// - Throws: `DeliveryError` with code `badSetting` when the template uses a secret that nobody named.
    public init(
        template: GatewayTemplate, secret: SecretName?, secrets: any SecretSource, http: HTTPClient
    ) throws(DeliveryError) {
        guard secret != nil || !template.namesSecret else {
            throw DeliveryError(.badSetting, "the SMS gateway's template uses {secret}, and no secret is named")
        }
        self.template = template
        self.secret = secret
        self.secrets = secrets
        self.http = http
    }

    /// Asks the gateway once; a status alone is believed only where the operator asked for no words.
    public func send(_ parcel: Parcel, to address: Address) async -> DeliveryOutcome {
        guard case .phone(let phone) = address.place else {
            return .refused(DeliveryFault(.notConfigured, "'\(address.name)' is not a telephone"))
        }
        var values: [GatewayText.Slot: String] = [
            .number: phone.description, .digits: phone.digits, .text: ShortLetter(parcel).text, .key: parcel.key.text,
        ]
        if let secret {
            do { values[.secret] = try secrets.secret(secret) } catch {
                return .failed(DeliveryFault(.notConfigured, "\(error)"))
            }
        }
        guard let request = request(values) else {
            return .failed(DeliveryFault(.notConfigured, "a header of the SMS gateway would not be plain ASCII"))
        }
        let answer = await CourierHTTP.post(
            request, by: http, seconds: Self.seconds, upTo: Self.maximumAnswerBytes)
        switch answer {
        case .failure(let fault): return .failed(fault)
        case .success(let answer): return judge(answer)
        }
    }

    func request(_ values: [GatewayText.Slot: String]) -> HTTPClientRequest? {
        var url = template.url.text
        if !template.query.isEmpty { url += "?" + Self.form(template.query, values) }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, text) in template.headers {
            let value = text.filled(values)
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            request.headers.add(name: name, value: value)
        }
        switch template.body {
        case .none: break
        case .form(let fields):
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: Self.form(fields, values)))
        case .json(let json):
            var writer = JSONWriter()
            json.write(values, to: &writer)
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: writer.bytes))
        }
        return request
    }

    private static func form(_ fields: [(name: String, value: GatewayText)], _ values: [GatewayText.Slot: String])
        -> String
    {
        fields.map { "\(percent($0.name))=\(percent($0.value.filled(values)))" }.joined(separator: "&")
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    static func percent(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            if isLetter || (byte >= 0x30 && byte <= 0x39) || "-._~".utf8.contains(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private func judge(_ answer: CourierHTTP.Answer) -> DeliveryOutcome {
        if [429, 502, 503, 504].contains(answer.status) {
            return .failed(
                DeliveryFault(.busy, "the SMS gateway answers \(answer.status)"),
                retryAfterSeconds: answer.retryAfterSeconds)
        }
        guard template.accepts.contains(answer.status) else {
            return .failed(DeliveryFault(.refused, "the SMS gateway answers \(answer.status)"))
        }
        if let words = template.answerHolds, !String(decoding: answer.body, as: UTF8.self).contains(words) {
            return .failed(
                DeliveryFault(.badAnswer, "the SMS gateway answers \(answer.status) without '\(words)'"))
        }
        return .handedOver
    }
}
