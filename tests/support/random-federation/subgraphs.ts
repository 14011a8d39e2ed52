/*
 * Three subgraphs made for comparing the executor with one plain schema: small, and with everything in them that plans
 * are made of. Entities with one and with two keys, lists of entities, an interface and a union, value types, enums,
 * input objects with defaults, `@requires` of scalars, objects and other entities' fields, `@provides`, `@shareable` on
 * the root and on types, mutations and subscriptions in more than one subgraph.
 *
 * Fields that `@requires` names are nullable, and the fields beside them, too: where a non-null field fails, a subgraph
 * loses the whole object, and a federated server more than a plain one would.
 */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible"])`;

export const subgraphSdl: readonly { name: string; sdl: string }[] = [
  {
    name: 'catalogue',
    sdl: `${LINK}
    type Query {
      product(id: ID!): Product
      products(first: Int = 3, kind: Kind, filter: ProductFilter): [Product!]!
      sparse: [Product]
      grid: [[Product]!]
      items: [Item!]
      search(text: String = "a"): [Found]!
      settings: Settings @shareable
      broken: Int
    }
    type Mutation {
      retitle(id: ID!, title: String): Product
      step(by: Int! = 1): Int!
      attempt(n: Int = 1): Product!
    }
    type Subscription {
      ticks(to: Int! = 3): Tick!
      troubled(to: Int! = 3): Product
    }
    type Tick { n: Int! product: Product hard: Product! }
    input ProductFilter { minWeight: Int = 0 kinds: [Kind!] titled: TitleFilter }
    input TitleFilter { contains: String! = "a" not: String }
    enum Kind { BOOK TOY TOOL }
    scalar Attributes
    interface Item { id: ID! title: String seller: Seller }
    type Product implements Item @key(fields: "id") {
      id: ID!
      title: String
      label(prefix: String = "#", shout: Boolean): String
      kind: Kind!
      weight(unit: Unit = GRAM): Int
      girth(unit: Unit = GRAM): Int
      size: Size
      price: Money
      attributes: Attributes
      related(first: Int): [Product!]
      pairs: [[Product!]]
      seller: Seller
      bundle: Bundle
      secret: String @inaccessible
    }
    enum Unit { GRAM KILO }
    type Bundle implements Item @key(fields: "id") {
      id: ID!
      title: String
      parts: [Product]
      top: Product!
      seller: Seller
    }
    type Note { text: String! about: Item x: Int }
    union Found = Product | Note | Seller | Bundle
    type Size @shareable { w: Int h: Int }
    type Money @shareable { amount: Int! currency: String }
    type Settings @shareable { theme: String locale: String! }
    type Seller @key(fields: "id") { id: ID! }
    `,
  },
  {
    name: 'stock',
    sdl: `${LINK}
    type Query {
      lowStock: [Product!]!
      warehouse(code: String!): Warehouse
      warehouses: [Warehouse!]
      places: [Place!]!
      brokenHard: Int!
    }
    type Mutation {
      restock(id: ID!, by: Int = 1): Product!
      stepStock: Int!
      moveAll(input: MoveInput!): [Product]!
    }
    type Subscription { restocked(id: ID!): Product! }
    input MoveInput { ids: [ID!]! to: String = "w1" }
    enum Unit { GRAM KILO }
    type Product @key(fields: "id") {
      id: ID!
      weight(unit: Unit): Int @external
      girth(unit: Unit): Int @external
      size: Size @external
      title: String @external
      seller: Seller @external
      inStock: Int
      reserved: Int!
      shipping(zone: Int! = 1): Int @requires(fields: "weight")
      airfreight: Int @requires(fields: "girth title")
      freight: Int! @requires(fields: "size { w h }")
      handledBy: String @requires(fields: "seller { name }")
      warehouse: Warehouse
    }
    type Size @shareable { w: Int h: Int }
    type Bundle @key(fields: "id") { id: ID! inStock: Int reserved: Int! }
    union Place = Warehouse | Shelf
    type Shelf { number: Int x: String products: [Product!] }
    type Warehouse @key(fields: "id") @key(fields: "code") {
      id: ID!
      code: String!
      products: [Product!]!
      manager: Seller @provides(fields: "name")
      agent: Agent
      fee: Money
      x: Float
    }
    type Money @shareable { amount: Int! currency: String }
    type Seller @key(fields: "id") { id: ID! name: String @external }
    type Agent @key(fields: "id") { id: ID! }
    `,
  },
  {
    name: 'sellers',
    sdl: `${LINK}
    type Query {
      seller(id: ID!): Seller
      sellers: [Seller!]
      settings: Settings @shareable
    }
    type Mutation {
      rename(id: ID!, name: String): Seller!
      stepSellers: Int
    }
    type Settings @shareable { theme: String locale: String! }
    type Seller @key(fields: "id") {
      id: ID!
      name: String @shareable
      email: String
      agents: [Agent!]
      stars: Float
      verified: Boolean
      listed(first: Int = 2): [Product!]
      best: Product
      peers: [Seller]
      warehouse: Warehouse
    }
    type Agent @key(fields: "id") { id: ID! phone: String! x: Boolean represents: [Seller!]! }
    type Product @key(fields: "id", resolvable: false) { id: ID! }
    type Warehouse @key(fields: "code", resolvable: false) { code: String! }
    `,
  },
];
