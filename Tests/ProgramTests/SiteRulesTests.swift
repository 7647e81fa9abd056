import JSONValues
import Testing

@Suite("A site's own rules")
struct SiteRulesTests {
    private static let shared = """
        {"version": 42, "rules": [
          {"name": "word", "when": {"words": ["forbidden"]}, "then": "hold"}]}
        """
    private static let own = """
        {"version": 3, "rules": [
          {"name": "staff", "when": {"author": {"role": "staff"}}, "then": "approve",
            "final": true},
          {"name": "strict", "when": {"words": ["peculiar"]}, "then": "reject"}]}
        """

    private let page: TestPage
    private let sport: TestPage

    init() throws {
        page = TestPage(try TestServer(rules: Self.shared, siteRules: ["sport": Self.own]))
        sport = TestPage(page.server, site: "sport")
    }

    @Test("They come before those of all sites, and hold on their site alone")
    func judges() throws {
        let held = try sport.submit("A peculiar, forbidden word")["decision"]
        #expect(held["status"] == "rejected")
        #expect(held["reasons"].array?.map { $0["rule"] } == ["strict", "word"])
        let staff = try sport.submit("Forbidden", by: ["id": "s", "roles": ["staff"]])
        #expect(staff["decision"]["status"] == "approved")
        let other = try page.submit("A peculiar, forbidden word")["decision"]
        #expect(other["status"] == "pending")
        #expect(other["reasons"].array?.map { $0["rule"] } == ["word"])
        #expect(try page.submit("Peculiar")["decision"]["status"] == "approved")
    }

    @Test("The version is the sum of both, and every method that asks about rules takes the site")
    func tells() throws {
        #expect(try sport.submit("Hello")["decision"]["rules"] == 45)
        #expect(try page.submit("Hello")["decision"]["rules"] == 42)
        let rules = try page.server.call("rules.get", ["site": "sport"])
        #expect(rules["version"] == 45)
        #expect(rules["rules"].array?.map { $0["name"] } == ["staff", "strict", "word"])
        #expect(try page.server.call("rules.get")["version"] == 42)
        let tried = try page.server.call("rules.test", ["site": "sport", "body": "peculiar"])
        #expect(tried["decision"]["status"] == "rejected")
        #expect(tried["decision"]["rules"] == 45)
        let id = try sport.say("Hello")
        let told = try page.server.call(
            "moderation.explain", ["site": "sport", "comment": .string(id)])
        #expect(told["rules"].array?.map { $0["rule"] } == ["staff", "strict", "word"])
    }
}
