import Foundation

/// Real data beside the package: replays of it are skipped where it is absent.
enum ReplayFiles {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data").standardized

    static let polis = root.appending(path: "votes/polis")
    static let stackExchange = root.appending(path: "threads/stackexchange")

    static func exists(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.path)
    }

    /// The lines of a CSV file (RFC 4180) as dictionaries by the names in its first.
    static func table(_ file: URL) throws -> [[String: String]] {
        let records = records(Array(try Data(contentsOf: file)))
        guard let names = records.first else { return [] }
        return records.dropFirst().map {
            Dictionary(zip(names, $0), uniquingKeysWith: { first, _ in first })
        }
    }

    private static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x22 {
                let isDoubled = isQuoted && index < bytes.count && bytes[index] == 0x22
                if isDoubled {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if isQuoted || ![0x2C, 0x0A, 0x0D].contains(byte) {
                field.append(byte)
            } else if byte != 0x0D {
                record.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == 0x0A {
                    records.append(record)
                    record = []
                }
            }
        }
        if !record.isEmpty || !field.isEmpty {
            records.append(record + [String(decoding: field, as: UTF8.self)])
        }
        return records
    }

    /// The attributes of each `<row …/>` of a file that has one a line.
    static func rows(_ file: URL) throws -> [[String: String]] {
        try Data(contentsOf: file).split(separator: 0x0A).map { Array($0) }
            .filter { $0.drop { $0 == 0x20 }.starts(with: Array("<row ".utf8)) }
            .map { attributes(of: $0) }
    }

    private static func attributes(of line: [UInt8]) -> [String: String] {
        var attributes: [String: String] = [:]
        let parts = line.split(separator: 0x22, omittingEmptySubsequences: false)
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            // What stands before a value: ` Name=`, and in front of the first `<row`.
            let words = String(decoding: parts[index], as: UTF8.self).split(separator: " ")
            let name = words.last.map { String($0.dropLast()) } ?? ""
            attributes[name] = unescaped(parts[index + 1])
        }
        return attributes
    }

    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        let parts = text.split(separator: 0x26, omittingEmptySubsequences: false)
        var plain = String.UnicodeScalarView()
        for (index, part) in parts.enumerated() {
            let name = String(decoding: part.prefix { $0 != 0x3B }, as: UTF8.self)
            if index == 0 {
                plain += String(decoding: part, as: UTF8.self).unicodeScalars
                continue
            }
            if name.hasPrefix("#x"), let code = UInt32(name.dropFirst(2), radix: 16) {
                plain += Unicode.Scalar(code).map { [$0] } ?? []
            } else {
                plain += entities[name]?.unicodeScalars ?? "".unicodeScalars
            }
            plain +=
                String(decoding: part.dropFirst(name.utf8.count + 1), as: UTF8.self)
                .unicodeScalars
        }
        return String(plain)
    }
}
