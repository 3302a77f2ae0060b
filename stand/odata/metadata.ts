import type { EntitySet, Property } from './edm.ts'

const property = ({ name, type, length }: Property, key: boolean) =>
  `<Property Name="${name}" Type="${type}" Nullable="${!key}"${length === undefined ? '' : ` MaxLength="${length}"`}/>`

const association = (set: EntitySet, navigation: string) => `${set.name}_${navigation}`

function entityType(set: EntitySet): string {
  const navigations = set.navigations.map(
    (n) =>
      `<NavigationProperty Name="${n.name}" Relationship="StandardODATA.${association(set, n.name)}" FromRole="Begin" ToRole="End"/>`,
  )
  const tables = Object.entries(set.tables).map(
    ([name, of]) => `<Property Name="${name}" Type="Collection(StandardODATA.${of}_RowType)" Nullable="true"/>`,
  )
  return [
    `<EntityType Name="${set.name}">`,
    `<Key>${set.keys.map((key) => `<PropertyRef Name="${key}"/>`).join('')}</Key>`,
    ...set.properties.map((p) => property(p, set.keys.includes(p.name))),
    ...tables,
    ...navigations,
    '</EntityType>',
  ].join('\n')
}

function associations(set: EntitySet): string[] {
  return set.navigations.map(
    (n) =>
      `<Association Name="${association(set, n.name)}"><End Role="Begin" Type="StandardODATA.${set.name}" Multiplicity="*"/><End Role="End" Type="StandardODATA.${n.set}" Multiplicity="0..1"/></Association>`,
  )
}

/** The row types of the collections inside the entities. */
function rowTypes(sets: ReadonlyMap<string, EntitySet>): string[] {
  const names = [...sets.values()].flatMap((set) => Object.values(set.tables))
  return names.flatMap((name) => {
    const of = sets.get(name)
    if (!of) return []
    return [`<ComplexType Name="${name}_RowType">`, ...of.properties.map((p) => property(p, false)), '</ComplexType>']
  })
}

/** `$metadata`: EDMX of OData v3. */
export function metadataOf(sets: ReadonlyMap<string, EntitySet>): string {
  const all = [...sets.values()]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">',
    '<edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">',
    '<Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">',
    ...all.map(entityType),
    ...rowTypes(sets),
    ...all.flatMap(associations),
    '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">',
    ...all.map((set) => `<EntitySet Name="${set.name}" EntityType="StandardODATA.${set.name}"/>`),
    '</EntityContainer>',
    '</Schema>',
    '</edmx:DataServices>',
    '</edmx:Edmx>',
    '',
  ].join('\n')
}
