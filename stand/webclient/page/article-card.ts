import type { ArticleData, DataOf, KindInfo, ObjectData, ObjectWrite } from '../wire.ts'
import { append, at, css } from './dom.ts'
import { type FieldSpec, InputField } from './input-field.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { captions, words } from './words.ts'

type Spec = Omit<FieldSpec, 'left' | 'width'>

const FIELDS: readonly [Spec, (article: ArticleData) => string][] = [
  [{ name: 'Наименование', caption: captions.name, top: 44 }, (a) => a.name],
  [{ name: 'ТипУслуги', caption: captions.service, top: 74, readOnly: true }, (a) => a.service],
  [{ name: 'Текст', caption: captions.articleText, top: 104, rows: 8 }, (a) => a.text],
]

/** An article of 1C's knowledge base. No source shows its form. */
export class ArticleCard extends ObjectForm {
  #object: ArticleData

  constructor(n: number, object: ArticleData, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n, kinds, events)
    this.#object = object
    append(this.container, this.commands())
    for (const [spec, value] of FIELDS)
      append(
        this.container,
        ...new InputField(
          this,
          { ...spec, left: 172, width: 420 },
          value(object),
          spec.readOnly === true ? {} : { typed: this.touch },
        ).nodes,
      )
    css(this.container, at(0, 36, 1180, 340))
  }

  get object(): DataOf<'article'> {
    return this.#object
  }

  presentation(): string {
    return this.#object.name
  }

  protected typeName(): string {
    return words.article
  }

  toWrite(): ObjectWrite {
    return { kind: 'article', ref: this.ref, name: this.text('Наименование'), text: this.text('Текст') }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'article') return
    this.#object = object
    for (const [{ name }, value] of FIELDS) this.set(name, value(object))
  }
}
