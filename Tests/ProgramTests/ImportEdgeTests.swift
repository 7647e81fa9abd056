import Foundation
import JSONValues
import Testing

@Suite("Files of other systems at their edges")
struct ImportEdgeTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// A blog with a comment of that text, in an encoding that is called so.
    private static func blog(
        _ text: String, encoding: String = "UTF-8", before: String = ""
    ) -> String {
        """
        <?xml version="1.0" encoding="\(encoding)"?>
        <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\(before)<item>
        <link>https://b.example/a</link><wp:comment><wp:comment_id>1</wp:comment_id>
        <wp:comment_date_gmt>2020-01-02 00:00:00</wp:comment_date_gmt><wp:comment_approved>\
        1</wp:comment_approved>
        <wp:comment_content>\(text)</wp:comment_content></wp:comment></item></channel></rss>
        """
    }

    private func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(name)"))
    }

    private func load(_ format: String, _ file: String) throws -> String {
        let end = try folder.run("import", "--from", format, file)
        #expect(end.status == 0, "\(end.complaints)")
        return end.output
    }

    private func body(in thread: String = "https://b.example/a") throws -> JSONValue {
        let end = try folder.run("call", "comment.list", "thread=\(thread)")
        return try JSONValue(parsing: end.output)["comments"].array?.first?["body"] ?? .null
    }

    private func refusal(_ format: String, _ file: String) throws -> String {
        let end = try folder.run("import", "--from", format, file, "--db", "none.db")
        #expect(end.status == 1)
        #expect(!folder.exists("none.db"))
        #expect(end.complaints.split(separator: "\n").count == 1, "\(end.complaints)")
        return end.complaints
    }

    @Test("XML in the encoding that it says is read, in any other refused")
    func encodings() throws {
        let latin = Self.blog("caf\u{E9}", encoding: "ISO-8859-1")
        try write("latin", latin.unicodeScalars.map { UInt8($0.value) })
        _ = try load("wordpress", "latin")
        #expect(try body() == "caf\u{E9}")
        let lying = Self.blog("caf\u{E9}").unicodeScalars.map { UInt8($0.value) }
        try write("lying", lying)
        #expect(try refusal("wordpress", "lying").contains("lying:5:"))
        let wide = Self.blog("a", encoding: "UTF-16").utf16
        let little = wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
            try write("wide", bytes)
            #expect(try refusal("wordpress", "wide").contains("wide:1:1: is in UTF-16"))
        }
        try write("old", Self.blog("a", encoding: "EBCDIC-US").utf8)
        #expect(try refusal("wordpress", "old").contains("old:1:"))
    }

    @Test("What everybody reads alike is put right and counted")
    func repaired() throws {
        let before = "<title>Q&A &copy2</title>".replacing("&copy2", with: "&nbsp;x")
        try folder.write(
            "blog", "Notice: <b>x</b>\n" + Self.blog("a\0b AT&T &eacute;", before: before))
        let told = try load("wordpress", "blog")
        #expect(told.contains(/ampersands that begin nothing +2\n/))
        #expect(told.contains(/entities of HTML +2\n/))
        #expect(told.contains(/control characters +1\n/))
        #expect(told.contains(/characters before the first tag +15\n/))
        #expect(try body() == "ab AT&T é")
        let trimmed = Self.blog("&copy2")
        try folder.write("unclear", "Notice\n" + trimmed)
        // Lines are counted as the file has them.
        #expect(try refusal("wordpress", "unclear").contains("unclear:6:"))
    }

    @Test("Articles longer than a parser's sections, and comments longer than may be")
    func long() throws {
        let article = "<content><![CDATA[\(String(repeating: "an image ", count: 1_400_000))]]>"
        try folder.write("long", Self.blog("short", before: article + "</content>"))
        _ = try load("wordpress", "long")
        #expect(try body() == "short")
        let much = String(repeating: "x", count: 1_100_000)
        try folder.write("much", Self.blog("<![CDATA[\(much)]]>"))
        #expect(try load("wordpress", "much").contains(/longer than 1048576 bytes +1\n/))
        let deep = String(repeating: "<a>", count: 100_000)
        let closed = deep + String(repeating: "</a>", count: 100_000)
        try folder.write("deep", Self.blog("x", before: closed))
        #expect(try load("wordpress", "deep").contains(/already there +1\n/))
        try folder.write("open", Self.blog("x", before: deep))
        #expect(try refusal("wordpress", "open").contains("open:5:"))
    }

    @Test("JSON with a byte order mark and with control characters is read without them")
    func json() throws {
        let text =
            #"[{"id":"/p","comments":[{"id":1,"text":"a\u0000b\\u0000c","#
            + "\"author\":\"A\u{1}\u{2}\",\"likes\":-3,\"dislikes\":\"nan\"}]}]"
        try folder.write("in", "\u{FEFF}" + text)
        let told = try load("isso", "in")
        #expect(told.contains(/control characters +3\n/))
        #expect(!told.contains("votes"))
        #expect(try body(in: "/p") == #"ab\u0000c"#)
        try folder.write("in", "[1]")
        #expect(try refusal("isso", "in").contains("in:1:2: is no export of Isso"))
        try folder.write("in", #"{"a":1}"#)
        #expect(try refusal("remark42", "in").contains("is no backup of Remark42"))
    }

    @Test("Empty files are refused where a format cannot be empty, in its words")
    func empty() throws {
        try folder.write("in", " \n")
        #expect(try refusal("wordpress", "in").contains("in: is empty"))
        #expect(try refusal("disqus", "in").contains("in: is empty"))
        #expect(try refusal("isso", "in").contains("in:2:1: ends too early"))
        #expect(try refusal("remark42", "in").contains("in: is empty"))
        #expect(try load("ndjson", "in").contains("imported: nothing"))
    }

    @Test("A zip file's bytes are compared with its sum, packed or not; what macOS adds is nothing")
    func zipped() throws {
        try folder.write("blog.xml", Self.blog("hello"))
        let (stored, packed) = (try folder.bytes("blog.xml"), try gzipped("blog.xml"))
        // Behind what gzip packs stand its sum and size, as zip has them too.
        let sums = Array(packed.suffix(8))
        let files = [("stored.zip", 0, stored), ("packed.zip", 8, packed[10...].dropLast(8))]
        for (name, method, bytes) in files {
            try write(name, Self.zip(Array(bytes), method: UInt8(method), sums))
            _ = try load("wordpress", name)
            #expect(try body() == "hello")
            // Another sum.
            try write(
                "bad.zip",
                Self.zip(Array(bytes), method: UInt8(method), [sums[0] ^ 1] + sums.dropFirst()))
            #expect(try refusal("wordpress", "bad.zip").contains("damaged"))
        }
    }

    private func gzipped(_ name: String) throws -> [UInt8] {
        let packer = Process()
        packer.executableURL = URL(filePath: "/bin/sh")
        packer.arguments = ["-c", "gzip -nc \(name) > \(name).gz"]
        packer.currentDirectoryURL = URL(filePath: folder.path)
        try packer.run()
        packer.waitUntilExit()
        try #require(packer.terminationStatus == 0)
        return try folder.bytes("\(name).gz")
    }

    /// A zip file with that file in it, and one that macOS would add. `sums`: its sum and size.
    private static func zip(_ bytes: [UInt8], method: UInt8, _ sums: [UInt8]) -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
        var (file, directory): ([UInt8], [UInt8]) = ([], [])
        for (name, method, bytes, sums) in [
            ("b", method, bytes, sums), ("__MACOSX/b", 0, [], [UInt8](repeating: 0, count: 8)),
        ] {
            let rest =
                [20, 0, 0, 0, method, 0, 0, 0, 0, 0] + sums[..<4] + number(bytes.count, 4)
                + sums[4...] + number(name.utf8.count, 2) + number(0, 2)
            directory +=
                [0x50, 0x4B, 1, 2, 20, 0] + rest + number(0, 10) + number(file.count, 4)
                + Array(name.utf8)
            file += [0x50, 0x4B, 3, 4] + rest + Array(name.utf8) + bytes
        }
        return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(2, 2) + number(2, 2)
            + number(directory.count, 4) + number(file.count, 4) + number(0, 2)
    }
}
