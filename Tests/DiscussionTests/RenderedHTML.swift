@testable import Discussion

/// The HTML of a body as a browser gets it: what stands inside the JSON string, read back.
func rendered(_ body: String, isMasked: Bool = false) -> String {
    var body = body
    let written = body.withUTF8 { bytes in
        var length: Int?
        let json = [UInt8](unsafeUninitializedCapacity: 40 * bytes.count + 64) { buffer, count in
            length = SafeHTML.writeInJSON(bytes, isMasked: isMasked, to: buffer)
            count = length ?? 0
        }
        return length == nil ? nil : json
    }
    return written.map(unescapedJSON) ?? "no room"
}

private func unescapedJSON(_ json: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(json.count)
    var at = 0
    while at < json.count {
        guard json[at] == 0x5C else {
            text.append(json[at])
            at += 1
            continue
        }
        switch json[at + 1] {
        case 0x6E: text.append(0x0A)
        case 0x74: text.append(0x09)
        case 0x72: text.append(0x0D)
        case 0x75:
            let digits = String(decoding: json[at + 2..<at + 6], as: UTF8.self)
            text.append(UInt8(digits, radix: 16) ?? 0x3F)
            at += 4
        default: text.append(json[at + 1])
        }
        at += 2
    }
    return String(decoding: text, as: UTF8.self)
}
