import CCurl
import Delivery

/// One message over one connection, by libcurl; blocks until it is over.
struct SMTPSession {
    let server: MailServer
    let password: String?
    let limits: SMTPMeans.Limits

    /// What is left of a message, as libcurl asks for it.
    private final class Source {
        let bytes: [UInt8]
        var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }
    }

    // Set up once and by one thread, as libcurl asks for.
    private static let isReady = parley_curl_set_up() == CURLE_OK

    func send(_ message: [UInt8], to mailbox: MailAddress) -> DeliveryOutcome {
        guard Self.isReady, let handle = curl_easy_init() else {
            return .failed(DeliveryFault(.notConfigured, "libcurl could not be set up"))
        }
        defer { curl_easy_cleanup(handle) }
        let source = Source(message)
        guard let recipients = curl_slist_append(nil, "<\(mailbox)>") else {
            return .failed(DeliveryFault(.notConfigured, "there is no memory for one address"))
        }
        defer { curl_slist_free_all(recipients) }
        let context = Unmanaged.passUnretained(source).toOpaque()
        let result = withExtendedLifetime(source) {
            guard configure(handle, recipients, context) else { return CURLE_BAD_FUNCTION_ARGUMENT }
            return curl_easy_perform(handle)
        }
        var code = 0
        parley_curl_response_code(handle, &code)
        return Self.judge(result, code)
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ recipients: UnsafeMutablePointer<curl_slist>,
        _ source: UnsafeMutableRawPointer
    ) -> Bool {
        let scheme = server.encryption == .implicit ? "smtps" : "smtp"
        // The path is what the server is greeted with; by default it would be this machine's own name.
        let url = "\(scheme)://\(server.host):\(server.port)/\(server.from.domain)"
        var settings = [
            parley_curl_set_text(handle, CURLOPT_URL, url),
            parley_curl_secure(handle),
            parley_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds),
            parley_curl_set_number(handle, CURLOPT_TIMEOUT_MS, limits.totalMilliseconds),
            parley_curl_set_number(handle, CURLOPT_UPLOAD, 1),
            parley_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(server.from)>"),
            parley_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients),
            parley_curl_set_pointer(handle, CURLOPT_READDATA, source),
            parley_curl_set_transfer(handle, CURLOPT_READFUNCTION, Self.read),
        ]
        if let roots = server.trustRoots { settings.append(parley_curl_set_text(handle, CURLOPT_CAINFO, roots)) }
        if let login = server.login, let password {
            settings.append(parley_curl_set_text(handle, CURLOPT_USERNAME, login.user))
            settings.append(parley_curl_set_text(handle, CURLOPT_PASSWORD, password))
        }
        return settings.allSatisfy { $0 == CURLE_OK }
    }

    private static let read: parley_curl_transfer = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
        let piece = source.bytes[source.position...].prefix(size * count)
        source.position += piece.count
        buffer.withMemoryRebound(to: UInt8.self, capacity: size * count) { bytes in
            for (offset, byte) in piece.enumerated() { bytes[offset] = byte }
        }
        return piece.count
    }

    private static func judge(_ result: CURLcode, _ code: Int) -> DeliveryOutcome {
        switch result {
        case CURLE_OK where (200...299).contains(code): return .handedOver
        case CURLE_OPERATION_TIMEDOUT:
            return .failed(DeliveryFault(.timedOut, "the mail server does not answer in time"))
        case CURLE_USE_SSL_FAILED:
            return .failed(DeliveryFault(.untrusted, "the mail server offers no encryption; nothing was sent"))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            return .failed(DeliveryFault(.untrusted, "the mail server's certificate is not to be trusted"))
        case CURLE_LOGIN_DENIED:
            return .failed(DeliveryFault(.notConfigured, "the mail server refuses the login (\(code))"))
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return .failed(DeliveryFault(.unreachable, "the mail server cannot be reached"))
        case CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN:
            return .failed(DeliveryFault(.notConfigured, "libcurl does not take the settings"))
        default: break
        }
        switch code {
        // What the server says of this mailbox for good; of anything else it may think better.
        case 521, 550, 551, 552, 553, 556:
            return .refused(DeliveryFault(.refused, "the mail server refuses the mailbox (\(code))"))
        case 400...499: return .failed(DeliveryFault(.busy, "the mail server asks for patience (\(code))"))
        case 500...599: return .failed(DeliveryFault(.refused, "the mail server refuses (\(code))"))
        default:
            return .failed(
                DeliveryFault(.badAnswer, "the mail server broke off: \(String(cString: curl_easy_strerror(result)))"))
        }
    }
}
