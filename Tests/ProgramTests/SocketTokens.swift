import Discussion
import JSONValues
import Testing

/// The tokens that servers under test know.
enum Tokens {
    static let site = "site-token"
    static let moderator = "mod-token"
    static let reader = "reader-token"
    /// A moderator's on two sites, the default not among them.
    static let other = "other-token"

    /// The one of a role on the default site.
    static func token(of role: Role) -> String {
        switch role {
        case .site: site
        case .moderator: moderator
        case .reader: reader
        }
    }

    /// A configuration that knows them by their hashes, and has little room.
    static let configuration = """
        {limits: {max_connections: 64}, tokens: [
          {name: "site", role: "site", sites: ["default"],
           sha256: "c8411df959a2a269e5e59740b597ac0d27c295110ac3acd8e856e7bcb352a724"},
          {name: "moderator", role: "moderator",
           sha256: "69131b0cd4af8a1d249b577116b81d68431335fc70eb4acbe76eaf7dd4a78ad9"},
          {name: "reader", role: "reader", sites: ["default"],
           sha256: "ba5005a40cf5212e4ac0190104cc127edab013294bb71279a975b27a80982d45"},
          {name: "other", role: "moderator", sites: ["second", "third"],
           sha256: "6c67163bbed989f232b31acc4f04df54b31285bfc01bd022c735b71e041a4754"},
        ]}
        """
}
