/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type AddressInput = {
  city: string;
  country: CountryCode;
  extra?: string | null | undefined;
  name: string;
  postalCode: string;
  street: string;
};

/** Exactly one of options, number, date and boolean, as the attribute's type demands. */
export type AttributeFilter = {
  boolean?: boolean | null | undefined;
  /** Code of an attribute that is a facet. */
  code: string;
  date?: DateRange | null | undefined;
  number?: NumberRange | null | undefined;
  /** Codes of options, any of them; for texts and colours. At most 50. */
  options?: Array<string> | null | undefined;
};

export type CartDeliveryInput = {
  address?: AddressInput | null | undefined;
  email?: string | null | undefined;
  shippingMethod?: string | null | undefined;
};

export type CartLineInput = {
  /** 1 to 99 when adding, 0 to 99 when setting. */
  quantity: number;
  variantId: string;
};

export type CheckoutRequirement =
  | 'DELIVERY_ADDRESS'
  | 'EMAIL'
  | 'LINES'
  | 'SHIPPING_METHOD';

/** ISO 3166-1 alpha-2 code of a country that the shop delivers to. */
export type CountryCode =
  | 'AT'
  | 'CH'
  | 'DE';

/** ISO 4217 code. */
export type CurrencyCode =
  | 'CHF'
  | 'EUR';

/** ISO 8601 dates, e.g. 2026-11-22; both bounds are included, and at least one is given. */
export type DateRange = {
  from?: string | null | undefined;
  until?: string | null | undefined;
};

export type FacetKind =
  | 'BOOLEAN'
  | 'OPTIONS'
  | 'RANGE';

/** Language of texts. A text that lacks a translation comes in English. */
export type Language =
  | 'DE'
  | 'EN';

/** Both bounds are included; at least one is given. */
export type NumberRange = {
  from?: number | null | undefined;
  until?: number | null | undefined;
};

export type OrderStatus =
  | 'AWAITING_PAYMENT'
  | 'CANCELLED'
  | 'PLACED';

/** Everything given must match. What cannot be (an unknown attribute, a reversed range) gives the error code BAD_FILTER. */
export type ProductFilter = {
  /** At most 20, each attribute once. */
  attributes?: Array<AttributeFilter> | null | undefined;
  /** Only what can be bought now. */
  available?: boolean | null | undefined;
  /** Slugs; any of them. At most 50. */
  brands?: Array<string> | null | undefined;
  /** Slug of a category; its subcategories count too. */
  category?: string | null | undefined;
  /** Slug of a collection. */
  collection?: string | null | undefined;
  /** Lowest price of the product's variants, in minor units of the query's currency. Both bounds are included. */
  priceFrom?: number | null | undefined;
  priceUntil?: number | null | undefined;
  tag?: string | null | undefined;
  /** All of them. At most 10. */
  tags?: Array<string> | null | undefined;
};

export type ProductSort =
  | 'BEST_SELLING'
  /** As arranged by hand; only with a filter by collection, else BAD_FILTER. */
  | 'MANUAL'
  | 'NEWEST'
  | 'PRICE_ASCENDING'
  | 'PRICE_DESCENDING';

export type SearchSort =
  | 'BEST_SELLING'
  | 'NEWEST'
  | 'PRICE_ASCENDING'
  | 'PRICE_DESCENDING'
  /** Best match first; docs/search.md explains the ranking. */
  | 'RELEVANCE';

export type AccountQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  after?: string | null | undefined;
}>;


export type AccountQuery = { viewer: { id: string, email: string, name: string | null, orders: { nodes: Array<{ id: string, number: string, status: OrderStatus, createdAt: string, cost: { total: { amount: number, currencyCode: CurrencyCode } }, lines: Array<{ id: string, title: string, quantity: number, image: { url: string, alt: string, width: number | null, height: number | null } | null }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BrandPageQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  slug: string;
}>;


export type BrandPageQuery = { brand: { id: string, slug: string, name: string, url: string | null } | null };

export type CostFragment = { subtotal: { amount: number, currencyCode: CurrencyCode }, shipping: { amount: number, currencyCode: CurrencyCode }, tax: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode } };

export type AddressFragment = { name: string, street: string, extra: string | null, postalCode: string, city: string, country: CountryCode };

export type ShippingMethodFragment = { code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } };

export type CartFragment = { id: string, totalQuantity: number, email: string | null, missing: Array<CheckoutRequirement>, lines: Array<{ id: string, quantity: number, unitPrice: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode }, variant: { id: string, sku: string, title: string, availableForSale: boolean, quantityAvailable: number | null, image: { url: string, alt: string, width: number | null, height: number | null } | null, product: { id: string, slug: string, title: string, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null } } }>, cost: { subtotal: { amount: number, currencyCode: CurrencyCode }, shipping: { amount: number, currencyCode: CurrencyCode }, tax: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode } }, deliveryAddress: { name: string, street: string, extra: string | null, postalCode: string, city: string, country: CountryCode } | null, shippingMethod: { code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } } | null, shippingMethods: Array<{ code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } }> };

type CartResult_CartChanged_Fragment = { __typename: 'CartChanged', cart: { id: string, totalQuantity: number } };

type CartResult_CartNotFound_Fragment = { __typename: 'CartNotFound' };

type CartResult_InvalidInput_Fragment = { __typename: 'InvalidInput', message: string, path: Array<string> };

type CartResult_OutOfStock_Fragment = { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> };

type CartResult_VariantNotFound_Fragment = { __typename: 'VariantNotFound' };

export type CartResultFragment =
  | CartResult_CartChanged_Fragment
  | CartResult_CartNotFound_Fragment
  | CartResult_InvalidInput_Fragment
  | CartResult_OutOfStock_Fragment
  | CartResult_VariantNotFound_Fragment
;

export type CartQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  id: string;
}>;


export type CartQuery = { cart: { id: string, totalQuantity: number, email: string | null, missing: Array<CheckoutRequirement>, lines: Array<{ id: string, quantity: number, unitPrice: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode }, variant: { id: string, sku: string, title: string, availableForSale: boolean, quantityAvailable: number | null, image: { url: string, alt: string, width: number | null, height: number | null } | null, product: { id: string, slug: string, title: string, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null } } }>, cost: { subtotal: { amount: number, currencyCode: CurrencyCode }, shipping: { amount: number, currencyCode: CurrencyCode }, tax: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode } }, deliveryAddress: { name: string, street: string, extra: string | null, postalCode: string, city: string, country: CountryCode } | null, shippingMethod: { code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } } | null, shippingMethods: Array<{ code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } }> } | null };

export type CartCreateMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  idempotencyKey: string;
}>;


export type CartCreateMutation = { cartCreate:
    | { __typename: 'CartChanged', cart: { id: string, totalQuantity: number } }
    | { __typename: 'CartNotFound' }
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> }
    | { __typename: 'VariantNotFound' }
   };

export type CartLinesAddMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  cartId: string;
  lines: Array<CartLineInput> | CartLineInput;
  idempotencyKey: string;
}>;


export type CartLinesAddMutation = { cartLinesAdd:
    | { __typename: 'CartChanged', cart: { id: string, totalQuantity: number } }
    | { __typename: 'CartNotFound' }
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> }
    | { __typename: 'VariantNotFound' }
   };

export type CartLinesSetMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  cartId: string;
  lines: Array<CartLineInput> | CartLineInput;
  idempotencyKey: string;
}>;


export type CartLinesSetMutation = { cartLinesSet:
    | { __typename: 'CartChanged', cart: { id: string, totalQuantity: number } }
    | { __typename: 'CartNotFound' }
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> }
    | { __typename: 'VariantNotFound' }
   };

export type CartDeliverySetMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  cartId: string;
  input: CartDeliveryInput;
  idempotencyKey: string;
}>;


export type CartDeliverySetMutation = { cartDeliverySet:
    | { __typename: 'CartChanged', cart: { id: string, totalQuantity: number } }
    | { __typename: 'CartNotFound' }
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> }
    | { __typename: 'VariantNotFound' }
   };

export type CategoryPageQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  slug: string;
}>;


export type CategoryPageQuery = { category: { id: string, slug: string, name: string, description: string | null, productCount: number, image: { url: string, alt: string, width: number | null, height: number | null } | null, ancestors: Array<{ id: string, slug: string, name: string }>, children: Array<{ id: string, slug: string, name: string, productCount: number }>, seo: { title: string, description: string }, alternates: Array<{ language: Language, slug: string }> } | null };

export type ProductListQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  first: number;
  after?: string | null | undefined;
  sort: ProductSort;
  filter?: ProductFilter | null | undefined;
}>;


export type ProductListQuery = { products: { totalCount: number, facets: Array<{ code: string, name: string, unit: string | null, kind: FacetKind, minimum: string | null, maximum: string | null, options: Array<{ value: string, label: string, colour: string | null, count: number }> }>, nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CheckoutStartMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  cartId: string;
  expectedTotal: number;
  idempotencyKey: string;
}>;


export type CheckoutStartMutation = { checkoutStart:
    | { __typename: 'CartNotFound' }
    | { __typename: 'CheckoutIncomplete', missing: Array<CheckoutRequirement> }
    | { __typename: 'CheckoutStarted', reservedUntil: string, order: { id: string }, payment: { provider: string } }
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OutOfStock', shortages: Array<{ requested: number, available: number, variant: { id: string, title: string, product: { id: string, title: string } } }> }
    | { __typename: 'PriceChanged' }
   };

export type CheckoutCompleteMutationVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  orderId: string;
  paymentMethod: string;
  idempotencyKey: string;
}>;


export type CheckoutCompleteMutation = { checkoutComplete:
    | { __typename: 'InvalidInput', message: string, path: Array<string> }
    | { __typename: 'OrderNotFound' }
    | { __typename: 'OrderPlaced', order: { id: string } }
    | { __typename: 'PaymentDeclined' }
    | { __typename: 'PaymentUnavailable' }
    | { __typename: 'ReservationExpired' }
   };

export type CollectionPageQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  slug: string;
}>;


export type CollectionPageQuery = { collection: { id: string, slug: string, name: string, description: string | null, image: { url: string, alt: string, width: number | null, height: number | null } | null, seo: { title: string, description: string }, alternates: Array<{ language: Language, slug: string }> } | null };

export type HomeQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
}>;


export type HomeQuery = { categories: Array<{ id: string, slug: string, name: string, productCount: number, image: { url: string, alt: string, width: number | null, height: number | null } | null }>, collections: Array<{ id: string, slug: string, name: string, description: string | null, image: { url: string, alt: string, width: number | null, height: number | null } | null }>, bestSelling: { nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }> }, newest: { nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }> } };

export type NavigationQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
}>;


export type NavigationQuery = { categories: Array<{ id: string, slug: string, name: string }> };

export type OrderFragment = { id: string, number: string, status: OrderStatus, email: string, createdAt: string, placedAt: string | null, lines: Array<{ id: string, title: string, variantTitle: string, sku: string, quantity: number, productSlug: string, unitPrice: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode }, image: { url: string, alt: string, width: number | null, height: number | null } | null }>, cost: { subtotal: { amount: number, currencyCode: CurrencyCode }, shipping: { amount: number, currencyCode: CurrencyCode }, tax: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode } }, deliveryAddress: { name: string, street: string, extra: string | null, postalCode: string, city: string, country: CountryCode }, shippingMethod: { code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } } };

export type OrderQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  id: string;
}>;


export type OrderQuery = { order: { id: string, number: string, status: OrderStatus, email: string, createdAt: string, placedAt: string | null, lines: Array<{ id: string, title: string, variantTitle: string, sku: string, quantity: number, productSlug: string, unitPrice: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode }, image: { url: string, alt: string, width: number | null, height: number | null } | null }>, cost: { subtotal: { amount: number, currencyCode: CurrencyCode }, shipping: { amount: number, currencyCode: CurrencyCode }, tax: { amount: number, currencyCode: CurrencyCode }, total: { amount: number, currencyCode: CurrencyCode } }, deliveryAddress: { name: string, street: string, extra: string | null, postalCode: string, city: string, country: CountryCode }, shippingMethod: { code: string, name: string, description: string, price: { amount: number, currencyCode: CurrencyCode } } } | null };

export type MoneyFragment = { amount: number, currencyCode: CurrencyCode };

export type ImageFragment = { url: string, alt: string, width: number | null, height: number | null };

export type ProductCardFragment = { id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } };

export type ListPageFragment = { totalCount: number, nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } };

export type FacetFragment = { code: string, name: string, unit: string | null, kind: FacetKind, minimum: string | null, maximum: string | null, options: Array<{ value: string, label: string, colour: string | null, count: number }> };

export type ProductPageQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  slug: string;
}>;


export type ProductPageQuery = { product: { id: string, slug: string, title: string, excerpt: string, descriptionHtml: string, brand: string | null, availableForSale: boolean, brandDetails: { slug: string, name: string } | null, category: { id: string, slug: string, name: string, ancestors: Array<{ id: string, slug: string, name: string }> } | null, images: Array<{ url: string, alt: string, width: number | null, height: number | null }>, videos: Array<{ url: string, mimeType: string, posterUrl: string | null, alt: string }>, attributes: Array<{ code: string, name: string, unit: string | null, values: Array<{ label: string, colour: string | null }> }>, options: Array<{ name: string, values: Array<string> }>, variants: Array<{ id: string, sku: string, title: string, availableForSale: boolean, quantityAvailable: number | null, barcode: string | null, selectedOptions: Array<{ name: string, value: string }>, price: { amount: number, currencyCode: CurrencyCode }, compareAtPrice: { amount: number, currencyCode: CurrencyCode } | null, lowestRecentPrice: { amount: number, currencyCode: CurrencyCode } | null, priceTiers: Array<{ minQuantity: number, price: { amount: number, currencyCode: CurrencyCode } }>, image: { url: string, alt: string, width: number | null, height: number | null } | null }>, seo: { title: string, description: string }, related: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }>, alternates: Array<{ language: Language, slug: string }> } | null };

export type SearchQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  query: string;
  first: number;
  after?: string | null | undefined;
  sort: SearchSort;
  filter?: ProductFilter | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, facets: Array<{ code: string, name: string, unit: string | null, kind: FacetKind, minimum: string | null, maximum: string | null, options: Array<{ value: string, label: string, colour: string | null, count: number }> }>, nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type NothingFoundQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
}>;


export type NothingFoundQuery = { products: { nodes: Array<{ id: string, slug: string, title: string, brand: string | null, availableForSale: boolean, featuredImage: { url: string, alt: string, width: number | null, height: number | null } | null, priceRange: { minimum: { amount: number, currencyCode: CurrencyCode }, maximum: { amount: number, currencyCode: CurrencyCode }, compareAt: { amount: number, currencyCode: CurrencyCode } | null, lowestRecent: { amount: number, currencyCode: CurrencyCode } | null } }> } };

export type SearchSuggestionsQueryVariables = Exact<{
  language: Language;
  country: CountryCode;
  currency: CurrencyCode;
  prefix: string;
}>;


export type SearchSuggestionsQuery = { searchSuggestions: Array<string> };

export const MoneyFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]} as unknown as DocumentNode<MoneyFragment, unknown>;
export const ImageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Image"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"alt"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}}]} as unknown as DocumentNode<ImageFragment, unknown>;
export const CostFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cost"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cost"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subtotal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]} as unknown as DocumentNode<CostFragment, unknown>;
export const AddressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Address"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"extra"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}}]} as unknown as DocumentNode<AddressFragment, unknown>;
export const ShippingMethodFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ShippingMethod"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ShippingMethod"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]} as unknown as DocumentNode<ShippingMethodFragment, unknown>;
export const CartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cart"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalQuantity"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"variant"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sku"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"availableForSale"}},{"kind":"Field","name":{"kind":"Name","value":"quantityAvailable"}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Image"}}]}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"featuredImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Image"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Cost"}}]}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"deliveryAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Address"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shippingMethod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ShippingMethod"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shippingMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ShippingMethod"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Image"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"alt"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cost"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cost"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subtotal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Address"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"extra"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ShippingMethod"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ShippingMethod"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}}]} as unknown as DocumentNode<CartFragment, unknown>;
export const CartResultFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CartResult"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CartResult"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CartChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cart"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"totalQuantity"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutOfStock"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shortages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requested"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"variant"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]} as unknown as DocumentNode<CartResultFragment, unknown>;
export const OrderFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Order"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"placedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"variantTitle"}},{"kind":"Field","name":{"kind":"Name","value":"sku"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"unitPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"image"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Image"}}]}},{"kind":"Field","name":{"kind":"Name","value":"productSlug"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cost"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Cost"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deliveryAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Address"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shippingMethod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ShippingMethod"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Image"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"alt"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Cost"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cost"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subtotal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shipping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Address"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"extra"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ShippingMethod"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ShippingMethod"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}}]} as unknown as DocumentNode<OrderFragment, unknown>;
export const ProductCardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProductCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Product"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"availableForSale"}},{"kind":"Field","name":{"kind":"Name","value":"featuredImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Image"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minimum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maximum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"compareAt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lowestRecent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Image"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"alt"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}}]} as unknown as DocumentNode<ProductCardFragment, unknown>;
export const ListPageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ListPage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProductCard"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Image"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Image"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"alt"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Money"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currencyCode"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProductCard"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Product"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"availableForSale"}},{"kind":"Field","name":{"kind":"Name","value":"featuredImage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Image"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minimum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maximum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"compareAt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lowestRecent"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Money"}}]}}]}}]}}]} as unknown as DocumentNode<ListPageFragment, unknown>;
export const FacetFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Facet"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Facet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"colour"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}}]}}]} as unknown as DocumentNode<FacetFragment, unknown>;
export const AccountDocument = {"__meta__":{"operation":"query","name":"Account","hash":"b8afa999cba3700a2d1219555106bf6db60af6e85c3d2c7cf93b07c71292ec3b"}} as unknown as DocumentNode<AccountQuery, AccountQueryVariables>;
export const BrandPageDocument = {"__meta__":{"operation":"query","name":"BrandPage","hash":"63b6f8c92f3f77cd6c6969fe5e4bd06443aaa86faf35f51df08d675a664b01ef"}} as unknown as DocumentNode<BrandPageQuery, BrandPageQueryVariables>;
export const CartDocument = {"__meta__":{"operation":"query","name":"Cart","hash":"4619109d09720ecf22a1d7ee63bbc399ceda283d3195c2e54a580b334f4c6693"}} as unknown as DocumentNode<CartQuery, CartQueryVariables>;
export const CartCreateDocument = {"__meta__":{"operation":"mutation","name":"CartCreate","hash":"f12e47968f48aa41d1e3a965b810399ae69d0fed859795ef693493dd9d53896d"}} as unknown as DocumentNode<CartCreateMutation, CartCreateMutationVariables>;
export const CartLinesAddDocument = {"__meta__":{"operation":"mutation","name":"CartLinesAdd","hash":"d277531d75c598356eafd317d67361c34b81850f3bb1c75dfdd3429e32e11947"}} as unknown as DocumentNode<CartLinesAddMutation, CartLinesAddMutationVariables>;
export const CartLinesSetDocument = {"__meta__":{"operation":"mutation","name":"CartLinesSet","hash":"21b9013d224e9e528e781aed254a6b5942dae60d644c909633ef72867ec2ff0c"}} as unknown as DocumentNode<CartLinesSetMutation, CartLinesSetMutationVariables>;
export const CartDeliverySetDocument = {"__meta__":{"operation":"mutation","name":"CartDeliverySet","hash":"a0e696778429adb06758f426bce5b12fadccd256c286aeee5f5353ac04d52984"}} as unknown as DocumentNode<CartDeliverySetMutation, CartDeliverySetMutationVariables>;
export const CategoryPageDocument = {"__meta__":{"operation":"query","name":"CategoryPage","hash":"677e818e78126d7cd727563d4c8b9e24fb0646676eaf000c7c38e92ec7ddfeb9"}} as unknown as DocumentNode<CategoryPageQuery, CategoryPageQueryVariables>;
export const ProductListDocument = {"__meta__":{"operation":"query","name":"ProductList","hash":"33a65f42ed4acb10a8e640ffe2cb7e169eec9a4b786a0d7500c1200adc2757d6"}} as unknown as DocumentNode<ProductListQuery, ProductListQueryVariables>;
export const CheckoutStartDocument = {"__meta__":{"operation":"mutation","name":"CheckoutStart","hash":"b8d0d54a05d31ed47df6f063ed09093e3dde7fcdeae8dbbc497abe8e7cdf9b10"}} as unknown as DocumentNode<CheckoutStartMutation, CheckoutStartMutationVariables>;
export const CheckoutCompleteDocument = {"__meta__":{"operation":"mutation","name":"CheckoutComplete","hash":"de17faf4459d8e32b18c773839ba18d6c37915a467fd70d0de05848552833b91"}} as unknown as DocumentNode<CheckoutCompleteMutation, CheckoutCompleteMutationVariables>;
export const CollectionPageDocument = {"__meta__":{"operation":"query","name":"CollectionPage","hash":"e0ad6199da4829f83475306ad1bbc92cb20e3381aadb47a37614e47beffe355b"}} as unknown as DocumentNode<CollectionPageQuery, CollectionPageQueryVariables>;
export const HomeDocument = {"__meta__":{"operation":"query","name":"Home","hash":"50313b0eca104f21ce11dba902de6ccc4721372f44c3446204ea403a960e8178"}} as unknown as DocumentNode<HomeQuery, HomeQueryVariables>;
export const NavigationDocument = {"__meta__":{"operation":"query","name":"Navigation","hash":"10e0d0994c03bb90a2f8db8a6340034f7dd387df81316608f9c042dfd7a53209"}} as unknown as DocumentNode<NavigationQuery, NavigationQueryVariables>;
export const OrderDocument = {"__meta__":{"operation":"query","name":"Order","hash":"dc297896a29825535beb5e2ecdd25bcd61d7ce9e9286f26eee0d8fc1af684038"}} as unknown as DocumentNode<OrderQuery, OrderQueryVariables>;
export const ProductPageDocument = {"__meta__":{"operation":"query","name":"ProductPage","hash":"9489f3c473aac53a9cec8c4207895c35a4e99866a930ec14fa92579687aba0fa"}} as unknown as DocumentNode<ProductPageQuery, ProductPageQueryVariables>;
export const SearchDocument = {"__meta__":{"operation":"query","name":"Search","hash":"b35bd68cc56f0f4b1f7cfdc7a2f3486215378ca62783f187ad6c70687bb807c0"}} as unknown as DocumentNode<SearchQuery, SearchQueryVariables>;
export const NothingFoundDocument = {"__meta__":{"operation":"query","name":"NothingFound","hash":"d384d557457e7cfcc1219c9adf1d92f168d4baa527723011ab678bc21bada375"}} as unknown as DocumentNode<NothingFoundQuery, NothingFoundQueryVariables>;
export const SearchSuggestionsDocument = {"__meta__":{"operation":"query","name":"SearchSuggestions","hash":"85558f214ea84be870fe609caa0f51913e50e7e96087a8e1cc0a1307aa61fabb"}} as unknown as DocumentNode<SearchSuggestionsQuery, SearchSuggestionsQueryVariables>;