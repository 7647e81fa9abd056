import JSONValues
import Testing

@Suite("Comments of other systems")
struct ForeignImportTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private func load(_ format: String, _ text: String, _ more: String...) throws -> String {
        try folder.write("in.txt", text)
        let end = try folder.run(["import", "--from", format, "in.txt"] + more)
        #expect(end.status == 0, "\(end.complaints)")
        return end.output
    }

    private func comments(_ thread: String) throws -> [JSONValue] {
        let end = try folder.run(
            "call", "comment.list", "thread=\(thread)", "view=moderator", "sort=oldest", "depth:=9")
        return try JSONValue(parsing: end.output)["comments"].array ?? []
    }

    private func expectSound() throws {
        let check = try folder.run("check")
        #expect(check.status == 0, "\(check.output)")
    }

    private static let blog = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
        <link>https://Blog.example</link>
        <item><title>A &amp; B</title><link>https://blog.example/a</link>
        <wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt>
        <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author><![CDATA[Ben]]>\
        </wp:comment_author>
        <wp:comment_author_email>ben@example.org</wp:comment_author_email>
        <wp:comment_date_gmt>2020-01-02 00:00:01</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[A reply to <a href="https://x.example/y">this</a><script>\
        alert(1)</script>]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>1</wp:comment_parent>\
        </wp:comment>
        <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann\u{202E}\
        </wp:comment_author>
        <wp:comment_date_gmt>2020-01-03 00:00:00</wp:comment_date_gmt>
        <wp:comment_content>First &lt;p&gt;of all&lt;/p&gt;</wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_user_id>7</wp:comment_user_id>\
        </wp:comment>
        <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_type>pingback</wp:comment_type>
        <wp:comment_content>ping</wp:comment_content></wp:comment>
        <wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>Held</wp:comment_author>
        <wp:comment_date_gmt>2020-01-04 00:00:00</wp:comment_date_gmt>
        <wp:comment_content>Waits</wp:comment_content><wp:comment_approved>\
        0</wp:comment_approved></wp:comment>
        <wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>S</wp:comment_author>
        <wp:comment_date_gmt>2020-01-04 00:00:01</wp:comment_date_gmt>
        <wp:comment_content>Buy</wp:comment_content><wp:comment_approved>\
        spam</wp:comment_approved></wp:comment>
        </item></channel></rss>
        """

    @Test("A blog's pages, authors, times, states and replies are kept")
    func wordpress() throws {
        let told = try load("wordpress", Self.blog)
        #expect(told.contains("pingbacks"))
        let roots = try comments("https://blog.example/a")
        #expect(roots.map { $0["body"] } == ["First\n\nof all", "Waits", "Buy"])
        #expect(roots.map { $0["status"] } == ["approved", "pending", "spam"])
        #expect(roots[0]["author"]["name"] == "Ann")
        #expect(roots[0]["author"]["id"] == "wordpress:blog.example:user-7")
        #expect(roots[0]["ref"] == "wordpress:blog.example:1")
        #expect(roots[0]["created_at"] == "2020-01-03T00:00:00.000Z")
        let reply = roots[0]["children"]["comments"].array?.first ?? .null
        #expect(reply["body"] == "A reply to this (https://x.example/y)")
        #expect(reply["author"]["email"] == "ben@example.org")
        #expect(reply["created_at"] == "2020-01-02T00:00:01.000Z")
        let thread = try folder.run("call", "thread.get", "thread=https://blog.example/a")
        #expect(thread.output.contains("\"A & B\""))
        try expectSound()
        let again = try load("wordpress", Self.blog)
        #expect(again.contains("imported: nothing"))
        try expectSound()
    }

    @Test("Attachments and menus are no pages, unless people wrote there")
    func attachments() throws {
        let pages =
            Self.blog.replacing(
                "<wp:post_date_gmt>",
                with: "<wp:post_type>attachment</wp:post_type><wp:post_date_gmt>"
            )
            .replacing(
                "</channel>",
                with: """
                    <item><link>https://blog.example/i</link><wp:post_type>attachment\
                    </wp:post_type></item>
                    <item><link>https://blog.example/m</link><wp:post_type>nav_menu_item\
                    </wp:post_type></item>
                    <item><link>https://blog.example/p</link><wp:post_type>page</wp:post_type>\
                    </item></channel>
                    """)
        let told = try load("wordpress", pages)
        #expect(told.contains(/attachments +2/))
        #expect(told.contains(/items that are no pages +1/))
        let threads = try JSONValue(parsing: folder.run("call", "thread.list").output)
        #expect(
            Set((threads["threads"].array ?? []).compactMap { $0["thread"].text })
                == ["https://blog.example/a", "https://blog.example/p"])
    }

    @Test("What is wrong with XML where all would agree is put right, else refused by its place")
    func malformed() throws {
        let repaired =
            "`junk\n"
            + Self.blog.replacing("version=\"2.0\"", with: "version=2.0")
            .replacing("First ", with: "First\u{1} & ")
        #expect(try load("wordpress", repaired).contains("attributes without quotes"))
        #expect(try comments("https://blog.example/a").first?["body"] == "First &\n\nof all")
        for (text, complaint) in [
            (Self.blog.replacing("</channel>", with: ""), "in.txt:"),
            ("<feed></feed>", "is no export of WordPress"), ("", "in.txt"),
            (
                "<!DOCTYPE rss [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n" + "<rss>&b;</rss>",
                "document type"
            ),
            ("<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">\n<rss></rss>", "document type"),
            (Self.blog.replacing("Waits", with: "&nothing;"), "in.txt:"),
        ] {
            try folder.write("in.txt", text)
            let end = try folder.run(
                "import", "--from", "wordpress", "in.txt", "--db", "none.db")
            #expect(end.status == 1)
            #expect(end.complaints.contains(complaint), "\(end.complaints)")
            #expect(!folder.exists("none.db"))
        }
    }

    @Test("Disqus's threads and posts, in whatever order they stand")
    func disqus() throws {
        let text = """
            <?xml version="1.0" encoding="utf-8"?>
            <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
            <thread dsq:id=7><id>seven</id><forum>paper</forum><link>\
            https://paper.example/7</link><title>Seven</title></thread>
            <post dsq:id="2"><message><![CDATA[<p>Two</p><p>lines<br>more</p>]]></message>\
            <createdAt>2020-01-02T00:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>\
            false</isSpam><author><name>Ben</name><isAnonymous>false</isAnonymous><username>\
            ben</username></author><thread dsq:id="7"/><parent dsq:id="1"/></post>
            <post dsq:id="1"><message>One</message><createdAt>2020-01-01T00:00:00Z</createdAt>\
            <isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>Ann</name>\
            <isAnonymous>true</isAnonymous></author><thread dsq:id="7"/></post>
            <post dsq:id="3"><message>Lost</message><createdAt>2020-01-01T00:00:00Z</createdAt>\
            <author><name>X</name></author><thread dsq:id="99"/></post>
            </disqus>
            """
        let told = try load("disqus", text)
        #expect(told.contains("pages without an address"))
        #expect(try comments("disqus:99").map { $0["body"] } == ["Lost"])
        let roots = try comments("https://paper.example/7")
        #expect(roots.map { $0["status"] } == ["deleted"])
        #expect(roots[0]["children"]["comments"].array?.first?["body"] == "Two\n\nlines\nmore")
        #expect(roots[0]["ref"] == "disqus:paper:1")
        try expectSound()
    }

    @Test("Isso, Remark42, Commento and Comentario")
    func others() throws {
        _ = try load(
            "isso",
            #"""
            [{"id":"/p/1","title":"One","comments":[{"id":1,"author":"A","text":"x",\#
            "created":"2005-02-24 04:03:37","likes":2,"dislikes":1},{"id":2,"parent":1,\#
            "author":"B","text":"y","created":1.5e9,"mode":2}]}]
            """#
        )
        let isso = try comments("/p/1")
        #expect(isso[0]["votes"]["up"] == 2)
        #expect(isso[0]["votes"]["down"] == 1)
        #expect(isso[0]["children"]["comments"].array?.first?["status"] == "pending")
        _ = try load(
            "remark42",
            """
            {"version":1,"users":[],"posts":[{"url":"https://r.example/1","read_only":true}]}
            {"id":"b","pid":"a","text":"<p>deep</p>","user":{"name":"N","id":"github_1"},\
            "locator":{"site":"s","url":"https://r.example/1"},"score":1,\
            "votes":{"github_2":true},"time":"2020-01-01T00:00:01Z"}
            {"id":"a","pid":"","text":"","user":{"name":"M","id":"github_2"},\
            "locator":{"site":"s","url":"https://r.example/1"},"score":0,\
            "time":"2020-01-01T00:00:00Z","delete":true}
            """)
        let remark = try comments("https://r.example/1")
        #expect(remark.map { $0["status"] } == ["deleted"])
        let deep = remark[0]["children"]["comments"].array?.first ?? .null
        #expect(deep["body"] == "deep")
        #expect(deep["votes"]["up"] == 1)
        #expect(deep["author"]["id"] == "remark42:github_1")
        let commento =
            #"""
            {"version":1,"comments":[{"commentHex":"c1","domain":"d.example","url":"/q",\#
            "commenterHex":"p1","markdown":"**hi**","parentHex":"root","score":-2,\#
            "state":"approved","creationDate":"2021-03-12T11:21:56Z","deleted":false}],\#
            "commenters":[{"commenterHex":"p1","email":"p@example.org","name":"Pat"}]}
            """#
        _ = try load("commento", commento)
        let hi = try comments("d.example/q")
        #expect(hi[0]["body"] == "**hi**")
        #expect(hi[0]["votes"]["score"] == -2)
        #expect(hi[0]["author"]["name"] == "Pat")
        _ = try load(
            "comentario",
            #"""
            {"version":3,"comments":[{"id":"k","pageId":"g","markdown":"m","score":1,\#
            "createdTime":"2023-11-14T20:15:12Z","isApproved":true,\#
            "url":"http://h.example/x#comentario-k","userCreated":"u"}],"pages":[{"id":"g",\#
            "path":"/x","title":"X"}],"commenters":[{"id":"u","name":"U"}]}
            """#
        )
        #expect(try comments("http://h.example/x").count == 1)
        try expectSound()
        try folder.write("in.txt", #"{"version":481}"#)
        let refused = try folder.run("import", "--from", "comentario", "in.txt")
        #expect(refused.complaints.contains("in.txt:1:"))
        #expect(refused.status == 1)
    }

    @Test("Replies in circles become roots, ids used twice are told apart, nothing is lost")
    func circles() throws {
        let told = try load(
            "isso",
            #"""
            [{"id":"/c","title":"C","comments":[{"id":1,"parent":2,"author":"A","text":"a",\#
            "created":1},{"id":2,"parent":1,"author":"B","text":"b","created":2},{"id":3,\#
            "parent":3,"author":"B","text":"self","created":3},{"id":1,"author":"D",\#
            "text":"twin","created":4}]}]
            """#
        )
        #expect(told.contains("circles"))
        #expect(told.contains("ids used twice"))
        let page = try folder.run("page", "/c")
        #expect(page.output.contains("4 comments"))
        try expectSound()
    }

    @Test("A rehearsal writes nothing, and rules judge only where they are asked to")
    func rehearsal() throws {
        try folder.write(
            "conf/rules.json",
            "{version: 1, rules: [{name: 'w', when: {words: ['all']}, then: 'hold'}]}")
        let told = try load("wordpress", Self.blog, "--dry-run")
        #expect(told.contains("would be imported"))
        #expect(!folder.exists("comments.db"))
        _ = try load("wordpress", Self.blog, "--moderate", "--config", "conf")
        #expect(try comments("https://blog.example/a").first?["status"] == "pending")
        try expectSound()
    }
}
