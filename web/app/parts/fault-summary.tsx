import { useEffect, useRef } from 'react'
import { type AddressFaults, addressFields } from '../forms/address.ts'
import { useTexts } from './language.ts'

/** Names the faulty fields at the top of the form, each a link to its field, and takes the focus there. */
export function FaultSummary({ faults }: { faults: AddressFaults }) {
  const { texts } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
  }, [faults])
  const faulty = addressFields.filter((field) => faults[field] !== undefined)
  if (faulty.length === 0) return null
  return (
    <div className="notice notice-problem" role="alert" tabIndex={-1} ref={box}>
      <p>{texts.problems.summary}</p>
      <ul>
        {faulty.map((field) => (
          <li key={field}>
            <a href={`#${field}`}>{texts.checkout[field]}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
