import Foundation
import Glibc
import Synchronization
import Testing

/// A mail server on loopback that keeps what it is given (RFC 5321, as far as a client needs it).
/// Recipients whose name begins with `dead` it does not know, with `later` it takes later.
final class MailSink: Sendable {
    /// A mail as it came.
    struct Mail: Sendable {
        var recipients: [String] = []
        var lines: [String] = []
    }

    let port: UInt16
    private let listener: Int32
    private let kept = Mutex<[Mail]>([])

    var mails: [Mail] { kept.withLock { $0 } }

    init() throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = internetAddress("127.0.0.1", port: 0)
        let bound = withAddress(of: &address) { bind(made, $0, $1) }
        let listening = listen(made, 16)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let told = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(
                made, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        listener = made
        port = UInt16(bigEndian: address.sin_port)
        try #require(bound == 0 && listening == 0 && told == 0)
        Thread.detachNewThread { [self, listener] in
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 { return }
                serve(client)
                close(client)
            }
        }
    }

    /// Takes no more clients.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve(_ client: Int32) {
        var held: [UInt8] = []
        var mail = Mail()
        func line() -> String? {
            while true {
                if let end = held.firstIndex(of: 0x0A) {
                    let line = held[..<end].filter { $0 != 0x0D }
                    held.removeFirst(end + 1)
                    return String(decoding: line, as: UTF8.self)
                }
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = recv(client, &bytes, bytes.count, 0)
                if count <= 0 { return nil }
                held += bytes.prefix(count)
            }
        }
        func say(_ text: String) {
            let bytes = Array((text + "\r\n").utf8)
            _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        say("220 sink")
        while let command = line() {
            switch command.prefix(4).uppercased() {
            case "MAIL":
                mail = Mail()
                say("250 ok")
            case "RCPT":
                let name = command.split(separator: "<").last?.split(separator: ">").first ?? ""
                if name.hasPrefix("dead") {
                    say("550 5.1.1 no such user")
                } else if name.hasPrefix("later") {
                    say("451 4.3.0 try again later")
                } else {
                    mail.recipients.append(String(name))
                    say("250 ok")
                }
            case "DATA":
                say("354 go on")
                while let text = line(), text != "." {
                    mail.lines.append(text.hasPrefix(".") ? String(text.dropFirst()) : text)
                }
                kept.withLock { [mail] in $0.append(mail) }
                say("250 kept")
            case "QUIT":
                say("221 bye")
                return
            default: say("250 ok")
            }
        }
    }
}

extension MailSink.Mail {
    /// A header field's text, unfolded, its encoded words decoded; nil where there is none.
    func header(_ name: String) -> String? {
        var fields: [String] = []
        for line in lines.prefix(while: { !$0.isEmpty }) {
            if line.hasPrefix(" "), let last = fields.popLast() {
                fields.append(last + line)
            } else {
                fields.append(line)
            }
        }
        guard
            let field = fields.first(where: {
                $0.hasPrefix(name + ": ") || $0.hasPrefix(name + ":")
            })
        else { return nil }
        let text = field.dropFirst(name.count + 1).drop { $0 == " " }
        return String(text)
            .replacing(/(=\?UTF-8\?B\?[A-Za-z0-9+\/=]*\?=) +(?==\?)/) { "\($0.1)" }
            .replacing(/=\?UTF-8\?B\?([A-Za-z0-9+\/=]*)\?=/) { match in
                Data(base64Encoded: String(match.1)).map { String(decoding: $0, as: UTF8.self) }
                    ?? ""
            }
    }

    /// The parts of the mail by their type, decoded.
    func part(_ type: String) -> String {
        let boundary = header("Content-Type")?.split(separator: "\"").last ?? "none"
        let whole = lines.joined(separator: "\n")
        for part in whole.split(separator: "--\(boundary)") {
            let halves = part.split(separator: "\n\n", maxSplits: 1)
            guard halves.count == 2, halves[0].contains("Content-Type: \(type)") else { continue }
            let body = String(halves[1])
            if halves[0].contains("base64") {
                let data = Data(base64Encoded: body.replacing("\n", with: "")) ?? Data()
                return String(decoding: data, as: UTF8.self)
            }
            var bytes: [UInt8] = []
            var rest = Array(body.replacing("=\n", with: "").utf8)[...]
            while let byte = rest.popFirst() {
                if byte == 0x3D {
                    let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                    bytes.append(UInt8(digits, radix: 16) ?? 0x3F)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        return ""
    }
}
